package org.rfaas.experiment.invocation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.rfaas.bench.ParallelBench;
import org.rfaas.bench.ParallelBench.Row;
import org.rfaas.experiment.Axis;
import org.rfaas.experiment.Column;
import org.rfaas.experiment.Experiment;
import org.rfaas.experiment.Figure;
import org.rfaas.experiment.Findings;
import org.rfaas.experiment.Findings.Comparison;
import org.rfaas.experiment.Plot;
import org.rfaas.experiment.Progress;
import org.rfaas.experiment.Scale;
import org.rfaas.experiment.Series;
import org.rfaas.experiment.Table;

/** How one client's invocations scale with workers, and with invocations in flight on each. */
public final class ParallelWorkersExperiment implements Experiment {
    private static final int MOST_WORKERS = 16;

    @Override
    public String name() {
        return "parallel-workers";
    }

    @Override
    public String title() {
        return "Parallel workers";
    }

    @Override
    public String question() {
        return "How many invocations a second does one client get from more workers, and from more in flight on each?";
    }

    @Override
    public String paper() {
        return "the evaluation's parallel invocations of one executor with many workers; no figure is compared";
    }

    @Override
    public Findings run(Scale scale, Progress progress) {
        Duration each = scale.choose(Duration.ofMillis(20), Duration.ofMillis(600), Duration.ofSeconds(2));
        int cores = Runtime.getRuntime().availableProcessors();
        int workers = scale.choose(2, Math.clamp(cores, 2, 4), Math.clamp(cores, 2, MOST_WORKERS));
        List<String> fabrics = TestedFabrics.here();
        Table.Builder rows = Table.of(
                Column.of("fabric", "fabric"),
                Column.of("payloadBytes", "payload", "B"),
                Column.of("workers", "workers"),
                Column.of("inFlight", "in flight on each"),
                Column.of("invocationsPerSecond", "invocations a second"),
                Column.of("MBps", "each way", "MB/s"),
                Column.of("latencyUs", "latency", "µs"),
                Column.of("latencyP99Us", "latency p99", "µs"));
        for (String fabric : fabrics) {
            for (Row row :
                    new ParallelBench(fabric, workers, each, what -> progress.begins(fabric + ", " + what)).run()) {
                rows.row(
                        fabric,
                        row.payloadBytes(),
                        row.workers(),
                        row.inFlight(),
                        row.invocationsPerSecond(),
                        Units.mb(row.bytesPerSecond()),
                        Units.us(row.latency().p50()),
                        Units.us(row.latency().p99()));
            }
        }
        Table table = rows.build();
        Map<String, String> configuration = new LinkedHashMap<>();
        configuration.put("fabrics", String.join(", ", fabrics));
        configuration.put("workers", "1 to " + workers + " of one executor, on " + cores + " cores");
        configuration.put("time for each figure", each.toMillis() + " ms in five turns");
        configuration.put("function", "echo, from and to Java arrays of one client thread");
        return new Findings(
                table,
                plot(table, fabrics, workers),
                configuration,
                fabrics.stream()
                        .map(fabric -> comparison(table, fabric, workers))
                        .toList(),
                List.of("The client's thread takes a core of its own: with as many workers as cores, the last worker "
                        + "shares one with it. Latency counts from before the caller's data are copied in until the result "
                        + "is copied out, waiting for its turn included."));
    }

    private static Comparison comparison(Table table, String fabric, int workers) {
        int payload = ParallelBench.PAYLOADS.getFirst();
        Table own = table.where("fabric", fabric).where("payloadBytes", payload);
        return new Comparison(
                "invocations a second of " + payload + " B, 1 / " + workers + " workers, one in flight, " + fabric,
                "plotted for invocations in parallel; no number was read off it",
                Figure.of(first(own, 1)) + " / " + Figure.of(first(own, workers)));
    }

    private static double first(Table table, int workers) {
        return table.where("workers", workers).numbers("invocationsPerSecond").getFirst();
    }

    private static Plot plot(Table table, List<String> fabrics, int workers) {
        List<Series> series = new ArrayList<>();
        for (String fabric : fabrics) {
            for (int payload : ParallelBench.PAYLOADS) {
                for (int count = 1; count <= workers; count *= 2) {
                    Table own = table.where("fabric", fabric)
                            .where("payloadBytes", payload)
                            .where("workers", count);
                    String name =
                            fabric + ", " + Units.size(payload) + ", " + count + (count == 1 ? " worker" : " workers");
                    series.add(own.series(name, "inFlight", "invocationsPerSecond"));
                }
            }
        }
        return new Plot.Lines(
                "Invocations a second by invocations in flight",
                Axis.linear("in flight on each worker"),
                Axis.logarithmic("invocations a second"),
                series);
    }
}
