package org.rfaas.offload.loop;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PartTimesTest {
    private final PartTimes times = new PartTimes();

    @Test
    void shouldCountWhatTheLastAnswerTookBeyondComputing() {
        times.start(1_000);
        times.progressed(1_700);
        assertThat(times.overheadNs(600)).isEqualTo(100);
        assertThat(times.overheadNs(800)).isZero();
    }

    @Test
    void shouldNotCountBeforeTheWorkerWasLastIdle() {
        times.start(1_000);
        times.busySince(5_000, 600);
        times.progressed(5_450);
        assertThat(times.overheadNs(1_000)).isEqualTo(50);
    }

    @Test
    void shouldNotCountWhatInterruptedTheRank() {
        times.start(1_000);
        times.interrupted(70);
        times.progressed(1_700);
        assertThat(times.overheadNs(600)).isEqualTo(30);
    }

    @Test
    void shouldKnowNothingOfTheLastPart() {
        times.start(1_000);
        times.busySince(1_200, 600);
        times.handled(50);
        times.awaited();
        times.start(3_000);
        times.progressed(3_600);
        assertThat(times.handlingNs()).isZero();
        assertThat(times.wasAwaited()).isFalse();
        assertThat(times.overheadNs(500)).isEqualTo(100);
    }
}
