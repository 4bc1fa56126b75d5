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
        assertThat(bench.toJson(rows)).containsKeys("fabric", "overlapGain", "rows");
    }

    @Test
    void shouldTellWhatOverlapGainsOneWorkerWithTheLargestPayload() {
        int large = ParallelBench.PAYLOADS.getLast();

        double gain = ParallelBench.overlapGain(List.of(
                row(1, 1, ParallelBench.PAYLOADS.getFirst(), 100_000),
                row(1, 1, large, 1000),
                row(1, 2, large, 2500),
                row(1, 4, large, 2000),
                row(2, 2, large, 5000)));

        assertThat(gain).isEqualTo(2.5);
    }

    private static Row row(int workers, int inFlight, int payloadBytes, double invocationsPerSecond) {
        return new Row(workers, inFlight, payloadBytes, invocationsPerSecond, new Percentiles(1, 1, 1, 1));
    }
}
