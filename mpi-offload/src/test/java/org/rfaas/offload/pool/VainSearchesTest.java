package org.rfaas.offload.pool;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class VainSearchesTest {
    private final VainSearches searches = new VainSearches(2);

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
    void shouldNotTellOfARankThatHasAllItWasToldToSeek() {
        assertThat(searches.add(2)).isEmpty();
        assertThat(searches.add(3)).isEmpty();
    }
}
