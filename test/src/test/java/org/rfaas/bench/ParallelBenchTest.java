package org.rfaas.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.rfaas.bench.ParallelBench.Row;

/** That it measures what it says it does; how fast is for {@code rfaas bench parallel}. */
class ParallelBenchTest {
    @Test
    void shouldMeasureEveryNumberOfWorkersAndInvocationsInFlight() {
        ParallelBench bench = new ParallelBench("shm", 2, Duration.ofMillis(50), _ -> {});

        List<Row> rows = bench.run();

        assertThat(rows).hasSize(2 * 2 * 4).allSatisfy(row -> {
            assertThat(row.latency().samples()).isPositive();
            assertThat(row.invocationsPerSecond()).isPositive();
        });
        assertThat(rows.getLast())
                .extracting(Row::workers, Row::inFlight, Row::payloadBytes)
                .containsExactly(2, 8, 1 << 20);
        assertThat(ParallelBench.overlapGain(rows)).isGreaterThanOrEqualTo(1);
        assertThat(bench.toJson(rows)).containsKeys("fabric", "overlapGain", "rows");
    }
}
