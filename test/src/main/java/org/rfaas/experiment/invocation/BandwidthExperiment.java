package org.rfaas.experiment.invocation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.rfaas.bench.BandwidthBench;
import org.rfaas.bench.BandwidthBench.Row;
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

/** What of a fabric's bandwidth hot invocations reach, by payload. */
public final class BandwidthExperiment implements Experiment {
    @Override
    public String name() {
        return "bandwidth";
    }

    @Override
    public String title() {
        return "Bandwidth of hot invocations";
    }

    @Override
    public String question() {
        return "How much of what the fabric carries do hot invocations of one worker reach, by payload?";
    }

    @Override
    public String paper() {
        return "the abstract and the project's page claim the highest bandwidth among function services; no figure is compared";
    }

    @Override
    public Findings run(Scale scale, Progress progress) {
        Duration each = scale.choose(Duration.ofMillis(20), Duration.ofMillis(500), Duration.ofSeconds(3));
        List<String> fabrics = TestedFabrics.here();
        Table.Builder rows = Table.of(
                Column.of("fabric", "fabric"),
                Column.of("payloadBytes", "payload", "B"),
                Column.of("rawMBps", "raw writes", "MB/s"),
                Column.of("oneWayMBps", "into a function", "MB/s"),
                Column.of("bothWaysMBps", "there and back, each way", "MB/s"),
                Column.of("ofRaw", "into a function, of raw"));
        List<Series> series = new ArrayList<>();
        for (String fabric : fabrics) {
            for (Row row : new BandwidthBench(fabric, each, what -> progress.begins(fabric + ", " + what)).run()) {
                rows.row(
                        fabric,
                        row.payloadBytes(),
                        Units.mb(row.raw()),
                        Units.mb(row.oneWay()),
                        Units.mb(row.bothWays()),
                        row.oneWay() / row.raw());
            }
            Table own = rows.build().where("fabric", fabric);
            series.add(own.series(fabric + " raw", "payloadBytes", "rawMBps"));
            series.add(own.series(fabric + " into a function", "payloadBytes", "oneWayMBps"));
            series.add(own.series(fabric + " there and back", "payloadBytes", "bothWaysMBps"));
        }
        Plot plot = new Plot.Lines(
                "Bandwidth by payload", Axis.logarithmic("payload, B"), Axis.logarithmic("MB/s"), series);
        Map<String, String> configuration = new LinkedHashMap<>();
        configuration.put("fabrics", String.join(", ", fabrics));
        configuration.put("time for each figure", each.toMillis() + " ms, after a third of it to warm up");
        configuration.put("under way at a time", BandwidthBench.IN_FLIGHT + " writes, or invocations of one worker");
        Table table = rows.build();
        return new Findings(
                table,
                plot,
                configuration,
                fabrics.stream().map(fabric -> comparison(table, fabric)).toList(),
                List.of(
                        "1 MB is 10^6 bytes of payload. Raw writes carry an immediate and are acknowledged by eight bytes. "
                                + "An invocation copies the caller's Java array into the slot; there and back it also copies the "
                                + "result out, and the function copies in between.",
                        "On shm a raw write is one copy by one core, and nobody reads what it wrote: as long as it fits the core's"
                                + " caches, it is faster than the machine's memory."));
    }

    private static Comparison comparison(Table table, String fabric) {
        Table largest = table.where("fabric", fabric);
        return new Comparison(
                "into a function, of raw writes, "
                        + largest.numbers("payloadBytes").getLast().intValue() + " B, " + fabric,
                "none published; the highest bandwidth of the function services compared, without a number",
                Figure.of(largest.numbers("oneWayMBps").getLast()) + " MB/s, "
                        + Figure.of(largest.numbers("ofRaw").getLast()) + " of raw");
    }
}
