package org.rfaas.experiment.invocation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import org.rfaas.bench.LatencyBench;
import org.rfaas.bench.LatencyBench.Row;
import org.rfaas.bench.Percentiles;
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

/** What an invocation costs over the bare fabric, by payload: hot and warm. */
public final class LatencyExperiment implements Experiment {
    private static final int PAPER_BYTES = 1 << 10;

    @Override
    public String name() {
        return "latency";
    }

    @Override
    public String title() {
        return "Invocation latency against payload";
    }

    @Override
    public String question() {
        return "How much longer than the bare fabric's round trip does a hot invocation take, and a warm one?";
    }

    @Override
    public String paper() {
        return "figure 8, and the abstract: hot invocations add less than 350 ns to the network's own time";
    }

    @Override
    public Findings run(Scale scale, Progress progress) {
        Duration each = scale.choose(Duration.ofMillis(20), Duration.ofMillis(400), Duration.ofSeconds(3));
        List<String> fabrics = TestedFabrics.here();
        Table.Builder rows = Table.of(
                Column.of("fabric", "fabric"),
                Column.of("payloadBytes", "payload", "B"),
                Column.of("bareUs", "bare socket", "µs"),
                Column.of("rawUs", "raw fabric", "µs"),
                Column.of("hotUs", "hot", "µs"),
                Column.of("copyUs", "hot, from and to arrays", "µs"),
                Column.of("warmUs", "warm", "µs"),
                Column.of("bareP99Us", "bare p99", "µs"),
                Column.of("rawP99Us", "raw p99", "µs"),
                Column.of("hotP99Us", "hot p99", "µs"),
                Column.of("copyP99Us", "arrays p99", "µs"),
                Column.of("warmP99Us", "warm p99", "µs"));
        for (String fabric : fabrics) {
            for (Row row : new LatencyBench(
                            fabric, LatencyBench.PAYLOADS, each, what -> progress.begins(fabric + ", " + what))
                    .run()) {
                rows.row(
                        fabric,
                        row.payloadBytes(),
                        bare(row, Percentiles::p50),
                        Units.us(row.rawRtt().p50()),
                        Units.us(row.hotRtt().p50()),
                        Units.us(row.hotCopyRtt().p50()),
                        Units.us(row.warmRtt().p50()),
                        bare(row, Percentiles::p99),
                        Units.us(row.rawRtt().p99()),
                        Units.us(row.hotRtt().p99()),
                        Units.us(row.hotCopyRtt().p99()),
                        Units.us(row.warmRtt().p99()));
            }
        }
        Table table = rows.build();
        Map<String, String> configuration = new LinkedHashMap<>();
        configuration.put("fabrics", String.join(", ", fabrics));
        configuration.put("time for each figure", each.toMillis() + " ms, after a third to a half of it to warm up");
        configuration.put("function", "echo on one worker, one invocation at a time; medians of round trips");
        return new Findings(
                table,
                plot(table, fabrics),
                configuration,
                comparisons(table, fabrics),
                List.of(
                        "The bare round trip is an echo between two processes that spin on a TCP socket, without the fabric.",
                        "The raw round trip is a write with immediate both ways between two processes, without a function. "
                                + "On shm a large hot invocation is faster than the raw one: caller and function work in place, "
                                + "while the echo copies twice."));
    }

    /** The echo that is measured where the fabric is a socket. */
    private static Object bare(Row row, ToLongFunction<Percentiles> figure) {
        return row.bareRtt()
                .<Object>map(bare -> Units.us(figure.applyAsLong(bare)))
                .orElse(Table.NOTHING);
    }

    private static Plot plot(Table table, List<String> fabrics) {
        List<Series> series = new ArrayList<>();
        for (String fabric : fabrics) {
            Table own = table.where("fabric", fabric);
            Series bare = own.series(fabric + " bare socket", "payloadBytes", "bareUs");
            if (!bare.x().isEmpty()) {
                series.add(bare);
            }
            series.add(own.series(fabric + " raw", "payloadBytes", "rawUs"));
            series.add(own.series(fabric + " hot", "payloadBytes", "hotUs"));
            series.add(own.series(fabric + " warm", "payloadBytes", "warmUs"));
        }
        return new Plot.Lines(
                "Round trip by payload", Axis.logarithmic("payload, B"), Axis.logarithmic("median, µs"), series);
    }

    private static List<Comparison> comparisons(Table table, List<String> fabrics) {
        List<Comparison> all = new ArrayList<>();
        for (String fabric : fabrics) {
            Table row = table.where("fabric", fabric).where("payloadBytes", PAPER_BYTES);
            double raw = row.numbers("rawUs").getFirst();
            double hot = row.numbers("hotUs").getFirst();
            double warm = row.numbers("warmUs").getFirst();
            all.add(new Comparison(
                    "hot over raw, 1 kB, " + fabric, "less than 0.35 µs over RDMA", Figure.of(hot - raw) + " µs"));
            all.add(new Comparison(
                    "hot / warm round trip, 1 kB, " + fabric,
                    "5.3 / 9.3 µs over RDMA",
                    Figure.of(hot) + " / " + Figure.of(warm) + " µs"));
        }
        return all;
    }
}
