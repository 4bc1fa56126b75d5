package org.rfaas.experiment.application;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
import org.rfaas.experiment.host.LocalCluster;

/** A solver whose worker is killed again and again. */
public final class LostWorkersExperiment implements Experiment {
    private static final String HALF = "0.5";
    private static final Duration LOOK = Duration.ofMillis(10);

    @Override
    public String name() {
        return "lost-workers";
    }

    @Override
    public String title() {
        return "Workers lost on the way";
    }

    @Override
    public String question() {
        return "How much longer does a job take when its worker is killed every k seconds, and is its result right?";
    }

    @Override
    public String paper() {
        return "none; the paper's executors end with their leases, not before";
    }

    @Override
    public Findings run(Scale scale, Progress progress) throws IOException, InterruptedException {
        List<String> application = List.of(
                "jacobi",
                "--dominant",
                scale == Scale.SMOKE ? "1000" : "2000",
                "--margin",
                scale.choose("0.01", "0.003", "0.001"),
                "--verify");
        List<Double> everySeconds = scale.choose(List.of(0.5), List.of(4.0, 2.0, 1.0), List.of(10.0, 5.0, 2.0, 1.0));
        Table.Builder rows = Table.of(
                Column.of("killed", "worker"),
                Column.of("everySeconds", "killed every", "s"),
                Column.of("seconds", "time", "s"),
                Column.of("slowdown", "time over that without a loss"),
                Column.of("lostWorkers", "workers lost"),
                Column.of("recomputedIterations", "rows computed again"),
                Column.of("offloadedPercent", "computed by workers", "%"));
        RepeatedRun repeated = RepeatedRun.at(scale);
        // no executor waits in a pool: each that runs is the job's, and each loss costs a fresh start
        try (LocalCluster cluster = LocalCluster.start(1, "executor.pool.size = 0")) {
            progress.begins("without a loss");
            ApplicationRun.Result whole = repeated.median(() -> ApplicationRun.of(cluster, 1, 1, HALF, application));
            rows.row("kept", Table.NOTHING, whole.seconds(), 1.0, 0L, 0L, 100 * whole.offloadedFraction());
            for (double every : everySeconds) {
                progress.begins("a worker killed every " + every + " s");
                ApplicationRun.Result result = repeated.median(() -> runKilling(cluster, application, every));
                rows.row(
                        "killed",
                        every,
                        result.seconds(),
                        result.seconds() / whole.seconds(),
                        result.lostWorkers(),
                        result.recomputedIterations(),
                        100 * result.offloadedFraction());
            }
            if (hasRunWithoutWorker(scale)) {
                progress.begins("without a worker");
                ApplicationRun.Result alone =
                        repeated.median(() -> ApplicationRun.of(cluster, 1, 1, "off", application));
                rows.row("none", Table.NOTHING, alone.seconds(), alone.seconds() / whole.seconds(), 0L, 0L, 0.0);
            }
        }
        Table table = rows.build();
        return new Findings(
                table, plot(table), configuration(scale, application), List.of(comparison(table)), notes(scale));
    }

    private static List<String> notes(Scale scale) {
        List<String> notes = new ArrayList<>();
        notes.add("Every run ends with the solution that the sequential reference finds, else the experiment fails.");
        notes.add(
                "After a loss the rank computes alone what the worker held, leases anew, and a fresh executor starts, is"
                        + " connected, and gets its half of the matrix; all that time the rank goes on.");
        if (hasRunWithoutWorker(scale)) {
            notes.add("The last row is the job without a worker: the most that losses ought to cost.");
        }
        return notes;
    }

    private static boolean hasRunWithoutWorker(Scale scale) {
        return scale != Scale.SMOKE;
    }

    /** Kills what executor there is every so many seconds until the job has ended. */
    private static ApplicationRun.Result runKilling(LocalCluster cluster, List<String> application, double everySeconds)
            throws IOException, InterruptedException {
        Duration every = Duration.ofMillis(Math.round(1000 * everySeconds));
        try (ApplicationRun run = ApplicationRun.start(cluster, 1, 1, HALF, application)) {
            awaitExecutor(cluster, run);
            while (!run.await(every)) {
                cluster.executors().forEach(ProcessHandle::destroyForcibly);
            }
            return run.result();
        }
    }

    /** The clock starts when the job has its worker. */
    private static void awaitExecutor(LocalCluster cluster, ApplicationRun run) throws InterruptedException {
        boolean hasEnded = false;
        while (!hasEnded && cluster.executors().isEmpty()) {
            hasEnded = run.await(LOOK);
        }
    }

    private static Comparison comparison(Table table) {
        Table killed = table.where("killed", "killed");
        return new Comparison(
                "time over that without a loss, a worker killed every "
                        + Figure.of(killed.numbers("everySeconds").getLast()) + " s",
                "none published",
                Figure.of(killed.numbers("slowdown").getLast()));
    }

    private static Plot plot(Table table) {
        return new Plot.Lines(
                "Slowdown by time between losses",
                Axis.logarithmic("a worker killed every, s"),
                Axis.linear("time over that without a loss"),
                List.of(table.where("killed", "killed")
                        .series("half of each sweep on a worker", "everySeconds", "slowdown")));
    }

    private static Map<String, String> configuration(Scale scale, List<String> application) {
        Map<String, String> configuration = new LinkedHashMap<>();
        configuration.put(
                "command", "run-scripts/mpirun-offload -n 1 " + String.join(" ", application) + " --offload " + HALF);
        configuration.put("killed", "the executor, by SIGKILL; executor.pool.size = 0");
        configuration.putAll(RepeatedRun.at(scale).configuration());
        return configuration;
    }
}
