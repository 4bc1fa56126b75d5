package org.rfaas.experiment.application;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.rfaas.experiment.host.LocalCluster;
import org.rfaas.experiment.host.ScriptProcess;

/** An application under {@code run-scripts/mpirun-offload}, on the workers of a cluster that is there. */
final class ApplicationRun implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(30);

    private final ScriptProcess process;
    private final Path report;

    private ApplicationRun(ScriptProcess process, Path report) {
        this.process = process;
        this.report = report;
    }

    /**
     * What the application reports.
     *
     * @param seconds of the part that it measures, leasing included
     * @param offloadedFraction part of the iterations that workers computed, 0 to 1
     * @param recomputedIterations given to workers and computed by ranks in the end
     */
    record Result(double seconds, double offloadedFraction, long recomputedIterations, long lostWorkers) {}

    /**
     * Starts it.
     *
     * @param workers that each rank may lease
     * @param offload as the applications' option {@code --offload} has it
     * @param application its name and arguments
     */
    static ApplicationRun start(LocalCluster cluster, int ranks, int workers, String offload, List<String> application)
            throws IOException {
        Path report = Files.createTempFile(cluster.folder(), "report", ".json");
        List<String> arguments = new ArrayList<>(List.of("-n", "" + ranks));
        arguments.addAll(application);
        arguments.addAll(List.of("--no-progress", "--offload", offload, "--json", report.toString()));
        Map<String, String> environment =
                Map.of("RFAAS_MANAGER", cluster.address().toString(), "RFAAS_WORKERS", "" + Math.max(1, workers));
        return new ApplicationRun(
                ScriptProcess.start(cluster.folder(), environment, "mpirun-offload", arguments), report);
    }

    /** Starts it and waits for its end. */
    static Result of(LocalCluster cluster, int ranks, int workers, String offload, List<String> application)
            throws IOException, InterruptedException {
        try (ApplicationRun run = start(cluster, ranks, workers, offload, application)) {
            return run.result();
        }
    }

    /** Waits for its end, but not longer. */
    boolean await(Duration time) throws InterruptedException {
        return process.await(time);
    }

    /**
     * Waits for its end.
     *
     * @throws IllegalStateException when it fails, or its result is not what its reference says
     */
    Result result() throws IOException, InterruptedException {
        process.requireSuccess(PATIENCE);
        Map<String, Object> json = JSON.std.mapFrom(Files.readString(report));
        List<?> ranks = json.get("perRank") instanceof List<?> all ? all : List.of();
        return new Result(
                number(json, json.get("offloadSeconds") == null ? "localSeconds" : "offloadSeconds")
                        .doubleValue(),
                number(json, "offloadedFraction").doubleValue(),
                number(json, "recomputedIterations").longValue(),
                sum(ranks, "lostWorkers"));
    }

    private static long sum(List<?> ranks, String field) {
        return ranks.stream()
                .mapToLong(rank -> number((Map<?, ?>) rank, field).longValue())
                .sum();
    }

    private static Number number(Map<?, ?> json, String field) {
        if (json.get(field) instanceof Number number) {
            return number;
        }
        throw new IllegalStateException("an application's report has no number " + field + ": " + json);
    }

    @Override
    public void close() {
        process.close();
    }
}
