package org.rfaas.experiment.harvest;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
import org.rfaas.experiment.harvest.HarvestRules.Reclaim;

/** A day of a cluster's idle cores, and what leases make of it. */
public final class HarvestExperiment implements Experiment {
    private static final long CLIENT_SEED = 1;

    /** Cores that a client has work for. */
    private static final int CLIENT_CORES = 64;

    /** Ways of coming to cores and of giving them back. */
    private enum Policy {
        NOTICES("notices", Reclaim.REVOKE, true),
        KILLED("polling, killed", Reclaim.KILL, false),
        AWAITED("polling, awaited", Reclaim.WAIT, false);

        private final String title;
        private final Reclaim reclaim;
        private final boolean hasBoard;

        Policy(String title, Reclaim reclaim, boolean hasBoard) {
            this.title = title;
            this.reclaim = reclaim;
            this.hasBoard = hasBoard;
        }
    }

    @Override
    public String name() {
        return "harvest";
    }

    @Override
    public String title() {
        return "Harvesting idle cores";
    }

    @Override
    public String question() {
        return "How many of the core-hours that a cluster leaves idle do leases recover, with notices and without, and how"
                + " long does the batch system wait for its cores?";
    }

    @Override
    public String paper() {
        return "the motivation: supercomputers leave cores idle for minutes, too short for batch jobs; the paper replays no trace";
    }

    @Override
    public void requireInput() throws IOException {
        TraceSource.given(System.getenv());
    }

    @Override
    public Findings run(Scale scale, Progress progress) throws IOException {
        TraceSource source = TraceSource.chosen(scale);
        IdleTrace trace = source.trace();
        IdleStatistics statistics = IdleStatistics.of(trace);
        int idleCores = (int) (statistics.meanIdle() * trace.cores());
        int clients = Math.max(1, 2 * idleCores / CLIENT_CORES);
        List<Integer> leaseSeconds = scale.choose(
                List.of(60, 300), List.of(10, 30, 60, 300, 1800), List.of(10, 30, 60, 120, 300, 900, 1800));
        Table.Builder rows = Table.of(
                Column.of("policy", "policy"),
                Column.of("leaseSeconds", "lease", "s"),
                Column.of("usableCoreHours", "idle with work for it", "core-h"),
                Column.of("recoveredCoreHours", "recovered", "core-h"),
                Column.of("recoveredPercent", "recovered", "%"),
                Column.of("startCoreHours", "cold starts", "core-h"),
                Column.of("lostCoreHours", "unfinished work", "core-h"),
                Column.of("lateCoreHours", "kept from the batch system", "core-h"),
                Column.of("meanReturnSeconds", "mean time to give a node back", "s"),
                Column.of("longestReturnSeconds", "longest", "s"),
                Column.of("requestsPerHour", "requests to the resource manager", "1/h"),
                Column.of("refusedPercent", "of them refused", "%"));
        HarvestReplay replay = new HarvestReplay(trace, clients, CLIENT_CORES, CLIENT_SEED);
        double hours = trace.durationMs() / 3.6e6;
        for (Policy policy : Policy.values()) {
            for (int seconds : leaseSeconds) {
                progress.begins(policy.title + ", leases of " + seconds + " s");
                HarvestResult result = replay.run(HarvestRules.of(
                        policy.reclaim, policy.hasBoard, Duration.ofSeconds(seconds), trace.coresPerNode()));
                long requests = result.leases() + result.renewals() + result.refusals();
                rows.row(
                        policy.title,
                        seconds,
                        result.usableCoreHours(),
                        result.recoveredCoreHours(),
                        100 * result.recoveredFraction(),
                        result.startCoreHours(),
                        result.lostCoreHours(),
                        result.lateCoreHours(),
                        result.meanReturnSeconds(),
                        result.longestReturnSeconds(),
                        requests / hours,
                        100.0 * result.refusals() / Math.max(1, requests));
            }
        }
        Table table = rows.build();
        return new Findings(
                table,
                plot(table),
                configuration(source, clients),
                comparisons(statistics),
                List.of(
                        "Simulated time, the resource manager's own lease rules: the grants, renewals and ends are those of"
                                + " org.rfaas.lease.LeaseBook; clients, nodes and the batch system are models.",
                        "Notices: clients see free cores on the board; when the batch system wants a node, its leases are"
                                + " revoked and running pieces have the grace. Polling: clients ask again after"
                                + " 0.2 to 5 s; the batch system kills executors, or waits until leases run out, which are"
                                + " then not renewed.",
                        "A lease is also used up to its end in the time that its node is wanted back: this counts as kept"
                                + " from the batch system, not as recovered."),
                source.isGenerated() ? Map.of("trace.csv", IdleTraceFile.text(trace)) : Map.of());
    }

    private static Plot plot(Table table) {
        List<Series> recovered = new ArrayList<>();
        for (Policy policy : Policy.values()) {
            recovered.add(table.where("policy", policy.title).series(policy.title, "leaseSeconds", "recoveredPercent"));
        }
        List<Series> returned = new ArrayList<>();
        for (Policy policy : List.of(Policy.NOTICES, Policy.AWAITED)) {
            returned.add(table.where("policy", policy.title)
                    .series("time, " + policy.title, "leaseSeconds", "meanReturnSeconds"));
        }
        return new Plot.Lines(
                "Idle cores, by length of leases",
                Axis.logarithmic("lease, s"),
                Axis.linear("core-hours recovered, %"),
                recovered,
                Optional.of(Axis.linear("to give a node back, s")),
                returned);
    }

    private static Map<String, String> configuration(TraceSource source, int clients) {
        IdleTrace trace = source.trace();
        HarvestRules rules = HarvestRules.of(Reclaim.REVOKE, true, Duration.ofSeconds(60), trace.coresPerNode());
        Map<String, String> configuration = new LinkedHashMap<>();
        configuration.put(
                "cluster",
                trace.nodes() + " nodes of " + trace.coresPerNode() + " cores over "
                        + Figure.of(trace.durationMs() / 3.6e6) + " h; "
                        + source.origin());
        configuration.put(
                "clients",
                clients + ", each with work for " + CLIENT_CORES + " cores, in all twice the mean of the idle ones");
        configuration.put(
                "leases",
                "of " + rules.leaseCores() + " cores; " + rules.start().toMillis() + " ms to start; pieces of "
                        + rules.piece().toSeconds() + " s; " + rules.grace().toSeconds() + " s grace");
        return configuration;
    }

    /** Piz Daint by the samples of the artifact of Copik et al., IPDPS 2024, with this class's own statistics. */
    private static List<Comparison> comparisons(IdleStatistics ours) {
        return List.of(
                new Comparison(
                        "idle cores, mean ± standard deviation (Piz Daint, March 2022)",
                        "5.6 ± 5.7 %",
                        Figure.of(100 * ours.meanIdle()) + " ± " + Figure.of(100 * ours.deviation()) + " %"),
                new Comparison(
                        "autocorrelation after 10 min / 1 h",
                        "0.73 / 0.50",
                        Figure.of(ours.correlationAfter10Min()) + " / " + Figure.of(ours.correlationAfter1H())),
                new Comparison(
                        "idle periods of nodes, median / mean",
                        "3.3 / 14.4 min",
                        Figure.of(ours.medianPeriodMin()) + " / " + Figure.of(ours.meanPeriodMin()) + " min"));
    }
}
