package org.rfaas.offload.pool;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.rfaas.offload.DefaultOptions;
import org.rfaas.offload.OffloadMode;

class WorkerDemandTest {
    /** Two workers from the start, up to four, each for at least 5 % of a loop's time. */
    private final WorkerDemand demand =
            new WorkerDemand(DefaultOptions.of(new OffloadMode.Auto()).withWorkers(2, 4));

    @Test
    void shouldSeekWhatItWasToldToWithoutAskingForGain() {
        assertThat(demand.missing(0)).isEqualTo(2);
        assertThat(demand.missing(1)).isEqualTo(1);
        assertThat(demand.missing(2)).isZero();
    }

    @Test
    void shouldSeekOneMoreAtATimeUpToItsMostWhileThatGains() {
        demand.expectGain(0.06);
        assertThat(demand.missing(0)).isEqualTo(2);
        assertThat(demand.missing(2)).isEqualTo(1);
        assertThat(demand.missing(3)).isEqualTo(1);
        assertThat(demand.missing(4)).isZero();
        assertThat(demand.mayGrow(3)).isTrue();
        assertThat(demand.mayGrow(4)).isFalse();
    }

    @Test
    void shouldSeekNoMoreForALesserGain() {
        demand.expectGain(0.04);
        assertThat(demand.missing(2)).isZero();
    }
}
