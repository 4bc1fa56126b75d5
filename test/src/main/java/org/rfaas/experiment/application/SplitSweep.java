package org.rfaas.experiment.application;

import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import org.rfaas.experiment.Axis;
import org.rfaas.experiment.Column;
import org.rfaas.experiment.Figure;
import org.rfaas.experiment.Findings.Comparison;
import org.rfaas.experiment.Plot;
import org.rfaas.experiment.Progress;
import org.rfaas.experiment.Scale;
import org.rfaas.experiment.Series;
import org.rfaas.experiment.Table;
import org.rfaas.experiment.host.LocalCluster;

/**
 * An application over the size of its problem, shared between ranks and workers in different ways: ranks on half of the
 * cores, each alone, or with a worker of its own; and plain ranks on all of the cores.
 */
final class SplitSweep {
    /** One way of sharing. */
    enum Way {
        ALONE("ranks alone", "off"),
        REMOTE("all on workers", "1.0"),
        HALF("half on workers", "0.5"),
        /** {@link #splits} each once; the fastest is run again, which counts: the least of many is too good. */
        BEST("best of the fixed splits", ""),
        PLANNED("as the planner splits", "auto"),
        PLAIN("plain ranks on all cores", "off");

        private final String title;
        private final String offload;

        Way(String title, String offload) {
            this.title = title;
            this.offload = offload;
        }
    }

    /** Near which the best one is where rank and worker are alike. */
    private static final List<String> FEW_SPLITS = List.of("0.2", "0.4", "0.5", "0.6");

    private static final List<String> ALL_SPLITS =
            List.of("0.1", "0.2", "0.3", "0.4", "0.5", "0.6", "0.7", "0.8", "0.9");

    private final EnumSet<Way> ways;
    private final List<String> splits;
    private final List<Integer> sizes;
    private final RepeatedRun repeated;
    private final int ranks;
    private final Column size;
    private final IntFunction<List<String>> application;

    /**
     * @param sizes of the problem
     * @param size what the sizes are
     * @param application its name and arguments for a problem of that size
     */
    SplitSweep(Scale scale, List<Integer> sizes, Column size, IntFunction<List<String>> application) {
        this.ways = scale == Scale.SMOKE ? EnumSet.of(Way.ALONE, Way.HALF) : EnumSet.allOf(Way.class);
        this.splits = scale.choose(List.of(), FEW_SPLITS, ALL_SPLITS);
        this.repeated = RepeatedRun.at(scale);
        this.ranks = ranks(scale);
        this.sizes = sizes;
        this.size = size;
        this.application = application;
    }

    /** Ranks that have workers. */
    static int ranks(Scale scale) {
        return scale == Scale.FULL ? Math.max(1, Runtime.getRuntime().availableProcessors() / 2) : 1;
    }

    /** Runs all of them. The smallest problem is checked against the application's reference as well. */
    Table run(Progress progress) throws IOException, InterruptedException {
        Table.Builder rows = Table.of(
                size,
                Column.of("way", "way"),
                Column.of("ranks", "ranks"),
                Column.of("workers", "workers"),
                Column.of("seconds", "time", "s"),
                Column.of("speedup", "speed-up over the ranks alone"),
                Column.of("offloadedPercent", "computed by workers", "%"));
        try (LocalCluster cluster = LocalCluster.start(ranks)) {
            for (int n : sizes) {
                double alone = 0;
                for (Way way : ways) {
                    progress.begins(size.title() + " " + n + ", " + way.title);
                    int wayRanks = way == Way.PLAIN ? 2 * ranks : ranks;
                    ApplicationRun.Result result = measure(cluster, wayRanks, way, n);
                    alone = way == Way.ALONE ? result.seconds() : alone;
                    rows.row(
                            n,
                            way.title,
                            wayRanks,
                            way.offload.equals("off") ? 0 : ranks,
                            result.seconds(),
                            alone / result.seconds(),
                            100 * result.offloadedFraction());
                }
            }
        }
        return rows.build();
    }

    private ApplicationRun.Result measure(LocalCluster cluster, int wayRanks, Way way, int n)
            throws IOException, InterruptedException {
        List<String> arguments = new ArrayList<>(application.apply(n));
        if (n == sizes.getFirst()) {
            arguments.add("--verify");
        }
        String offload = way == Way.BEST ? fastestSplit(cluster, wayRanks, arguments) : way.offload;
        return repeated.median(() -> ApplicationRun.of(cluster, wayRanks, 1, offload, arguments));
    }

    private String fastestSplit(LocalCluster cluster, int wayRanks, List<String> arguments)
            throws IOException, InterruptedException {
        String fastest = "";
        double leastSeconds = Double.POSITIVE_INFINITY;
        for (String split : splits) {
            double seconds =
                    ApplicationRun.of(cluster, wayRanks, 1, split, arguments).seconds();
            if (seconds < leastSeconds) {
                leastSeconds = seconds;
                fastest = split;
            }
        }
        return fastest;
    }

    Plot plot(String title, Table table) {
        List<Series> series = new ArrayList<>();
        for (Way way : ways) {
            if (way != Way.ALONE) {
                series.add(table.where("way", way.title).series(way.title, size.key(), "speedup"));
            }
        }
        return new Plot.Lines(title, Axis.linear(size.title()), Axis.linear("speed-up over the ranks alone"), series);
    }

    Map<String, String> configuration() {
        Map<String, String> configuration = new LinkedHashMap<>();
        configuration.put("ranks, each with a worker of its own", "" + ranks);
        configuration.put(
                "command",
                "run-scripts/mpirun-offload -n " + ranks + " " + String.join(" ", application.apply(sizes.getLast()))
                        + " --offload FRACTION");
        if (!splits.isEmpty()) {
            configuration.put(
                    "fixed splits", String.join(", ", splits) + " on workers, each once, then the fastest again");
        }
        configuration.putAll(repeated.configuration());
        return configuration;
    }

    /** The largest problem, half of it on workers, beside the use case of the paper. */
    List<Comparison> comparisons(Table table) {
        int largest = sizes.getLast();
        double speedup = table.where(size.key(), largest)
                .where("way", Way.HALF.title)
                .numbers("speedup")
                .getFirst();
        return List.of(new Comparison(
                "speed-up of " + ranks + (ranks == 1 ? " rank that shares" : " ranks that share")
                        + " half of the work with a worker each, " + largest + " " + size.title(),
                "plotted over the size, of nodes with an RDMA network between them; no number was read off it",
                Figure.of(speedup)));
    }
}
