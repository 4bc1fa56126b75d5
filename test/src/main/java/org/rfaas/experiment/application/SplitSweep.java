package org.rfaas.experiment.application;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntFunction;
import org.rfaas.experiment.Axis;
import org.rfaas.experiment.Column;
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
        PLANNED("as the planner splits", "auto"),
        PLAIN("plain ranks on all cores", "off");

        private final String title;
        private final String offload;

        Way(String title, String offload) {
            this.title = title;
            this.offload = offload;
        }
    }

    private final Set<Way> ways;
    private final List<Integer> sizes;
    private final int repeats;
    private final int ranks;
    private final Column size;
    private final IntFunction<List<String>> application;

    /**
     * @param sizes of the problem
     * @param size what the sizes are
     * @param application its name and arguments for a problem of that size
     */
    SplitSweep(Scale scale, List<Integer> sizes, Column size, IntFunction<List<String>> application) {
        this.ways = scale == Scale.SMOKE ? Set.of(Way.ALONE, Way.HALF) : Set.of(Way.values());
        this.repeats = scale.choose(1, 1, 5);
        this.ranks = scale == Scale.FULL ? Math.max(1, Runtime.getRuntime().availableProcessors() / 2) : 1;
        this.sizes = sizes;
        this.size = size;
        this.application = application;
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
                for (Way way : Way.values()) {
                    if (ways.contains(way)) {
                        progress.begins(size.title() + " " + n + ", " + way.title);
                        int wayRanks = way == Way.PLAIN ? 2 * ranks : ranks;
                        ApplicationRun.Result result = median(cluster, wayRanks, way, n);
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
        }
        return rows.build();
    }

    private ApplicationRun.Result median(LocalCluster cluster, int wayRanks, Way way, int n)
            throws IOException, InterruptedException {
        List<String> arguments = new ArrayList<>(application.apply(n));
        if (n == sizes.getFirst()) {
            arguments.add("--verify");
        }
        ApplicationRun.Result[] results = new ApplicationRun.Result[repeats];
        for (int i = 0; i < repeats; i++) {
            results[i] = ApplicationRun.of(cluster, wayRanks, 1, way.offload, arguments);
        }
        Arrays.sort(results, (one, other) -> Double.compare(one.seconds(), other.seconds()));
        return results[repeats / 2];
    }

    Plot plot(String title, Table table) {
        List<Series> series = new ArrayList<>();
        for (Way way : Way.values()) {
            if (way != Way.ALONE && ways.contains(way)) {
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
        configuration.put("runs for each figure", repeats + (repeats > 1 ? ", of which the median is taken" : ""));
        return configuration;
    }
}
