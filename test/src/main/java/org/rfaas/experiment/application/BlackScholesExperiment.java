package org.rfaas.experiment.application;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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
import org.rfaas.experiment.host.LocalCluster;

/** PARSEC's Black-Scholes: on cores of the host, on workers, on both. */
public final class BlackScholesExperiment implements Experiment {
    /** Where options are priced. */
    private enum Where {
        LOCAL("local ranks", "nothing", " (processes; threads in the paper)", "off", "16.7 on 32 threads"),
        REMOTE("workers of one rank", "all", "", "1.0", "14.5 on 32 workers"),
        BOTH("ranks and as many workers", "half", "", "0.5", "28.9 on 32 threads and 32 workers");

        private final String title;

        /** What of the options workers price. */
        private final String share;

        /** Between what is compared. */
        private final String difference;

        private final String offload;

        /** Speed-up in the paper. */
        private final String paper;

        Where(String title, String share, String difference, String offload, String paper) {
            this.title = title;
            this.share = share;
            this.difference = difference;
            this.offload = offload;
            this.paper = paper;
        }
    }

    @Override
    public String name() {
        return "blackscholes";
    }

    @Override
    public String title() {
        return "Black-Scholes: local, remote, half and half";
    }

    @Override
    public String question() {
        return "How does pricing options scale over local cores, over leased workers alone, and over both?";
    }

    @Override
    public String paper() {
        return "the use case of PARSEC's Black-Scholes: OpenMP threads, rFaaS functions, and both at once";
    }

    @Override
    public Findings run(Scale scale, Progress progress) throws IOException, InterruptedException {
        // one worker keeps all 5 million, which its lease has memory for
        int options = scale.choose(20_000, 500_000, 5_000_000);
        int runs = scale.choose(50, 2000, 200);
        int cores = Runtime.getRuntime().availableProcessors();
        List<String> application = List.of("blackscholes", "--generate", "" + options, "--runs", "" + runs, "--verify");
        Table.Builder rows = Table.of(
                Column.of("where", "priced by"),
                Column.of("cores", "cores that price"),
                Column.of("ranks", "ranks"),
                Column.of("workers", "workers"),
                Column.of("seconds", "time", "s"),
                Column.of("speedup", "speed-up over one rank"),
                Column.of("offloadedPercent", "computed by workers", "%"));
        RepeatedRun repeated = RepeatedRun.at(scale);
        double alone = 0;
        try (LocalCluster cluster = LocalCluster.start(cores)) {
            for (Where where : ways(scale).toList()) {
                for (int width : widths(scale, where, cores)) {
                    int ranks = where == Where.REMOTE ? 1 : width;
                    int workers = where == Where.LOCAL ? 0 : width;
                    progress.begins(where.title + ", " + ranks + " ranks, " + workers + " workers");
                    ApplicationRun.Result result = repeated.median(() -> ApplicationRun.of(
                            cluster, ranks, Math.ceilDiv(workers, ranks), where.offload, application));
                    alone = alone == 0 ? result.seconds() : alone;
                    rows.row(
                            where.title,
                            where == Where.BOTH ? 2 * width : width,
                            ranks,
                            workers,
                            result.seconds(),
                            alone / result.seconds(),
                            100 * result.offloadedFraction());
                }
            }
        }
        Table table = rows.build();
        return new Findings(
                table, plot(table), configuration(scale, options, runs, cores), comparisons(table), notes(scale));
    }

    private static List<String> notes(Scale scale) {
        List<String> notes = new ArrayList<>();
        notes.add("A core prices all options once more in each run. Local cores are ranks here, one thread each; the"
                + " paper's were OpenMP threads of one process.");
        if (ways(scale).anyMatch(where -> where == Where.REMOTE)) {
            notes.add(
                    "The rank whose workers price everything only hands out work and takes the prices; it is not counted"
                            + " among the cores that price.");
        }
        return notes;
    }

    private static Stream<Where> ways(Scale scale) {
        return Arrays.stream(Where.values()).filter(where -> scale != Scale.SMOKE || where != Where.REMOTE);
    }

    /** Powers of two, and all there are. */
    private static List<Integer> widths(Scale scale, Where where, int cores) {
        int most = where == Where.BOTH ? Math.max(1, cores / 2) : cores;
        if (scale == Scale.SMOKE) {
            return List.of(1);
        }
        List<Integer> widths = new ArrayList<>();
        for (int width = 1; width < most; width *= 2) {
            widths.add(width);
        }
        widths.add(most);
        return widths;
    }

    private static Plot plot(Table table) {
        List<Series> series = new ArrayList<>();
        for (Where where : Where.values()) {
            Table own = table.where("where", where.title);
            if (!own.rows().isEmpty()) {
                series.add(own.series(where.title, "cores", "speedup"));
            }
        }
        return new Plot.Lines(
                "Black-Scholes: speed-up by cores",
                Axis.linear("cores that price"),
                Axis.linear("speed-up over one rank"),
                series);
    }

    private static Map<String, String> configuration(Scale scale, int options, int runs, int cores) {
        Map<String, String> configuration = new LinkedHashMap<>();
        configuration.put("options", options + ", in double precision, priced " + runs + " times");
        configuration.put("cores of the host", "" + cores);
        configuration.putAll(RepeatedRun.at(scale).configuration());
        configuration.put(
                "offloaded",
                ways(scale).map(where -> where.share + " (" + where.title + ")").collect(Collectors.joining(", ")));
        return configuration;
    }

    private static List<Comparison> comparisons(Table table) {
        List<Comparison> all = new ArrayList<>();
        for (Where where : Where.values()) {
            List<List<Object>> own = table.where("where", where.title).rows();
            if (!own.isEmpty()) {
                List<Object> widest = own.getLast();
                all.add(new Comparison(
                        "speed-up, " + where.title + where.difference,
                        where.paper + ", 10 million options",
                        Figure.of((Number) widest.get(5)) + " on " + widest.get(1) + " cores"));
            }
        }
        return all;
    }
}
