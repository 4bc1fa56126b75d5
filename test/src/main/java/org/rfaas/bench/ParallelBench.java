package org.rfaas.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.rfaas.client.Worker;
import org.rfaas.fabric.Fabric;
import org.rfaas.fabric.Fabrics;
import org.rfaas.wire.SlotLayout;

/**
 * Throughput and latency of an echo function against the number of workers, and against the number of invocations in flight
 * on each. With one in flight a worker waits while its client copies; with more, transfer and computation overlap.
 */
public final class ParallelBench {
    /** Payloads in bytes. */
    public static final List<Integer> PAYLOADS = List.of(1 << 10, 1 << 20);

    private static final List<Integer> IN_FLIGHT = List.of(1, 2, 4, 8);

    /** Workers that are not measured must not poll on the cores of those that are. */
    private static final long HOT_TIMEOUT_NS = TimeUnit.MILLISECONDS.toNanos(2);

    /** All figures are taken in turn so many times, so that what else the machine does meets all of them. */
    private static final int PASSES = 5;

    private final String provider;
    private final int workers;
    private final Duration measure;
    private final Consumer<String> progress;

    /**
     * @param provider fabric provider to measure
     * @param workers most workers, at least 1
     * @param measure time for each figure
     * @param progress told what begins
     */
    public ParallelBench(String provider, int workers, Duration measure, Consumer<String> progress) {
        if (workers < 1) {
            throw new IllegalArgumentException(workers + " workers");
        }
        this.provider = provider;
        this.workers = workers;
        this.measure = measure;
        this.progress = progress;
    }

    /**
     * One figure.
     *
     * @param workers that took part
     * @param inFlight invocations in flight on each
     * @param latency from the caller's memory to the caller's memory
     */
    public record Row(int workers, int inFlight, int payloadBytes, double invocationsPerSecond, Percentiles latency) {
        /** Payload one way. */
        public double bytesPerSecond() {
            return invocationsPerSecond * payloadBytes;
        }

        Map<String, Object> toJson() {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("workers", workers);
            json.put("inFlight", inFlight);
            json.put("payloadBytes", payloadBytes);
            json.put("invocationsPerSecond", invocationsPerSecond);
            json.put("bytesPerSecond", bytesPerSecond());
            json.put("latencyNs", latency.toJson());
            return json;
        }
    }

    private record Case(int workers, int inFlight, int payloadBytes, Pipeline pipeline) {
        Row row() {
            return new Row(workers, inFlight, payloadBytes, pipeline.invocationsPerSecond(), pipeline.latency());
        }
    }

    /** Measures everything. */
    public List<Row> run() {
        SlotLayout layout = new SlotLayout(IN_FLIGHT.getLast(), PAYLOADS.getLast());
        try (Fabric fabric = Fabrics.open(provider);
                BareExecutor executor = BareExecutor.start(fabric, workers, layout, HOT_TIMEOUT_NS)) {
            List<Case> cases = cases(executor.connection().workers());
            progress.accept("warm-up of " + cases.size() + " cases");
            cases.forEach(each -> each.pipeline().warmUp(measure.toNanos() / 2));
            for (int pass = 1; pass <= PASSES; pass++) {
                progress.accept("pass " + pass + " of " + PASSES);
                cases.forEach(each -> each.pipeline().run(measure.toNanos() / PASSES));
            }
            return cases.stream().map(Case::row).toList();
        }
    }

    private static List<Case> cases(List<Worker> all) {
        List<Case> cases = new ArrayList<>();
        for (int payloadBytes : PAYLOADS) {
            for (int count = 1; count <= all.size(); count++) {
                for (int inFlight : IN_FLIGHT) {
                    Pipeline pipeline = new Pipeline(all.subList(0, count), inFlight, payloadBytes);
                    cases.add(new Case(count, inFlight, payloadBytes, pipeline));
                }
            }
        }
        return cases;
    }

    /** How much more one worker moves of the largest payload with the best number in flight than with one. */
    public static double overlapGain(List<Row> rows) {
        List<Row> large = rows.stream()
                .filter(row -> row.workers() == 1 && row.payloadBytes() == PAYLOADS.getLast())
                .toList();
        double best = large.stream().mapToDouble(Row::bytesPerSecond).max().orElseThrow();
        return best / large.getFirst().bytesPerSecond();
    }

    /** The result for scripts, as docs/experiments.md has it. */
    public Map<String, Object> toJson(List<Row> rows) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("fabric", provider);
        json.put("overlapGain", overlapGain(rows));
        json.put("rows", rows.stream().map(Row::toJson).toList());
        return json;
    }
}
