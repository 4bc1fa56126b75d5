package org.rfaas.offload.pool;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.rfaas.offload.DefaultOptions;
import org.rfaas.offload.OffloadMode;
import org.rfaas.offload.OffloadOptions;

class VainSearchesTest {
    private final OffloadOptions options =
            DefaultOptions.of(new OffloadMode.Auto()).withWorkers(2);
    private final VainSearches searches = new VainSearches(options);

    @Test
    void shouldTellOfNoWorkersOnceUntilThereWereSome() {
        assertThat(searches.add(0)).contains("no workers, computing locally");
        assertThat(searches.add(0)).isEmpty();
        searches.end();
        assertThat(searches.add(0)).contains("no workers, computing locally");
    }

    @Test
    void shouldTellOnceOfFewerThanSought() {
        assertThat(searches.add(0)).isPresent();
        searches.end();
        assertThat(searches.add(1)).contains("no more workers than 1 of 2");
        assertThat(searches.add(1)).isEmpty();
    }

    @Test
    void shouldLeaveItToTheFirstRankOfAJob() {
        VainSearches first = new VainSearches(options.withPlace(0, 3));
        VainSearches last = new VainSearches(options.withPlace(2, 3));
        assertThat(first.add(0)).isPresent();
        assertThat(last.add(0)).isEmpty();
        first.end();
        last.end();
        assertThat(first.add(1)).isPresent();
        assertThat(last.add(1)).isEmpty();
    }

    @Test
    void shouldNotTellOfARankThatHasAllItWasToldToSeek() {
        assertThat(searches.add(2)).isEmpty();
        assertThat(searches.add(3)).isEmpty();
    }
}
