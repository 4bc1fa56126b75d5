package org.rfaas.experiment.harvest;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class IdleModelTest {
    private static final IdleModel MODEL = IdleModel.ofBusyCluster(1000, 4);

    @Test
    void shouldMakeTheSameTraceOfTheSameSeed() {
        long dayMs = Duration.ofDays(1).toMillis();
        assertThat(MODEL.generate(dayMs, 7)).isEqualTo(MODEL.generate(dayMs, 7)).isNotEqualTo(MODEL.generate(dayMs, 8));
    }

    /** Over months, so that the few large gaps even out; the seed is fixed. */
    @Test
    void shouldBeAsIdleAsAskedForAndVaryAsWidelyAsClustersDo() {
        IdleStatistics statistics =
                IdleStatistics.of(MODEL.generate(Duration.ofDays(120).toMillis(), 1));
        assertThat(statistics.meanIdle()).isBetween(0.05, 0.065);
        assertThat(statistics.deviation()).isBetween(0.03, 0.08);
        assertThat(statistics.correlationAfter10Min()).isBetween(0.5, 0.9);
        assertThat(statistics.correlationAfter1H()).isBetween(0.2, 0.7).isLessThan(statistics.correlationAfter10Min());
        assertThat(statistics.medianPeriodMin()).isBetween(1.0, 6.0);
        assertThat(statistics.meanPeriodMin()).isGreaterThan(3 * statistics.medianPeriodMin());
    }
}
