package org.rfaas.experiment.invocation;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.rfaas.client.ResourceManagerLink;
import org.rfaas.experiment.Axis;
import org.rfaas.experiment.Column;
import org.rfaas.experiment.Experiment;
import org.rfaas.experiment.Figure;
import org.rfaas.experiment.Findings;
import org.rfaas.experiment.Findings.Comparison;
import org.rfaas.experiment.Plot;
import org.rfaas.experiment.Progress;
import org.rfaas.experiment.Scale;
import org.rfaas.experiment.Table;
import org.rfaas.fabric.FabricSet;
import org.rfaas.fabric.FabricSettings;

/** What a longer hot timeout buys, and what it costs. */
public final class HotTimeoutExperiment implements Experiment {
    private static final List<Long> FEW_US = List.of(10L, 1000L, 100_000L);
    private static final List<Long> ALL_US = List.of(10L, 100L, 300L, 1000L, 3000L, 10_000L, 30_000L, 100_000L);

    @Override
    public String name() {
        return "hot-timeout";
    }

    @Override
    public String title() {
        return "Hot timeout: latency and its bill";
    }

    @Override
    public String question() {
        return "A client invokes a worker now and then. What does a longer hot timeout buy it in latency, and how much hot "
                + "polling is on its bill?";
    }

    @Override
    public String paper() {
        return "no figure of its own; figure 8 has hot beside warm, and the section on billing has the price of hot polling";
    }

    @Override
    public Findings run(Scale scale, Progress progress) throws IOException, InterruptedException {
        int invocations = scale.choose(60, 200, 1500);
        int turns = scale.choose(1, 3, 3);
        List<HotTimeoutTrial> trials = new ArrayList<>();
        for (long timeoutUs : scale == Scale.SMOKE ? FEW_US : ALL_US) {
            trials.add(HotTimeoutTrial.of(timeoutUs));
        }
        trials.add(HotTimeoutTrial.adaptive());
        try (BilledCluster cluster = BilledCluster.start();
                FabricSet fabrics = new FabricSet(FabricSettings.DEFAULTS);
                ResourceManagerLink leases =
                        new ResourceManagerLink(fabrics, cluster.manager(), HotTimeoutTrial.CONTROL_TIMEOUT)) {
            for (int turn = 1; turn <= turns; turn++) {
                for (HotTimeoutTrial trial : trials) {
                    progress.begins("turn " + turn + " of " + turns + ", hot timeout " + trial.name());
                    trial.run(cluster, fabrics, leases, invocations);
                }
            }
        }
        Table.Builder rows = Table.of(
                Column.of("hotTimeoutUs", "hot timeout", "µs"),
                Column.of("shorterPausesPercent", "pauses shorter than it", "%"),
                Column.of("medianUs", "median", "µs"),
                Column.of("meanUs", "mean", "µs"),
                Column.of("p99Us", "p99", "µs"),
                Column.of("elapsedSeconds", "elapsed", "s"),
                Column.of("hotPollingSeconds", "billed hot polling", "core s"),
                Column.of("executionSeconds", "billed execution", "core s"),
                Column.of("hotPercent", "hot polling, of the time", "%"));
        trials.forEach(trial -> rows.row(trial.cells()));
        Table table = rows.build();
        Map<String, String> configuration = new LinkedHashMap<>();
        configuration.put(
                "invocations",
                invocations + " of an echo function, 64 B, for each hot timeout"
                        + (turns == 1 ? "" : ", in each of " + turns + " turns"));
        configuration.put(
                "pauses",
                "exponentially distributed, mean " + HotTimeoutTrial.MEAN_PAUSE.toMillis() + " ms, the same for all");
        configuration.put(
                "cluster",
                "managers of this host in a process of their own; a lease of 1 core each; shm or the "
                        + "first fabric that client and node have in common");
        return new Findings(
                table,
                plot(table),
                configuration,
                List.of(comparison(table)),
                List.of(
                        "Billed times are what the resource manager's ledger says, from the end of the warm-up to the end of "
                                + "the hot timeout after the last invocation.",
                        "An adaptive worker polls while invocations come faster than a sleep costs. It has no hot timeout, and so "
                                + "no place in the plot: its figures are the last row of the table."));
    }

    private static Comparison comparison(Table table) {
        return new Comparison(
                "median round trip, worker hot / mostly asleep",
                "5.3 / 9.3 µs over RDMA, 1 kB",
                Figure.of(median(table, ALL_US.getLast())) + " / " + Figure.of(median(table, ALL_US.getFirst()))
                        + " µs, 64 B");
    }

    private static double median(Table table, long timeoutUs) {
        return table.where("hotTimeoutUs", timeoutUs).numbers("medianUs").getFirst();
    }

    private static Plot plot(Table table) {
        return new Plot.Lines(
                "Latency and billed hot polling by hot timeout",
                Axis.logarithmic("hot timeout, µs"),
                Axis.linear("round trip, µs"),
                List.of(
                        table.series("median", "hotTimeoutUs", "medianUs"),
                        table.series("mean", "hotTimeoutUs", "meanUs")),
                Optional.of(Axis.linear("billed hot polling, % of the time")),
                List.of(table.series("hot polling", "hotTimeoutUs", "hotPercent")));
    }
}
