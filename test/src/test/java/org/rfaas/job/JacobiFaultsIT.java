package org.rfaas.job;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rfaas.experiment.host.ExecutorProcesses;

/** The main job while parts of the cluster are killed: the right solution, and a report that tells what happened. */
class JacobiFaultsIT {
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final int UNKNOWNS = 1500;

    /** Of a rank alone: time enough for what happens to it when its workers have begun to answer. */
    private static final Duration SOLVE = Duration.ofSeconds(4);

    /** A solve with it takes days. */
    private static final String ENDLESS_MARGIN = "0.00000001";

    private static final int LEASE_SECONDS = 4;

    private static SolvePace pace;

    @TempDir
    Path folder;

    private SplitCluster cluster;

    @BeforeAll
    static void timeASolve(@TempDir Path folder) throws Exception {
        pace = SolvePace.measure(folder, UNKNOWNS);
    }

    @AfterEach
    void stopCluster() {
        if (cluster != null) {
            cluster.close();
        }
    }

    private Script startJob(int ranks, String... more) {
        return startJobWith(ranks, "0.5", pace.marginFor(SOLVE), more);
    }

    private Script startJobWith(int ranks, String offload, String margin, String... more) {
        return Script.start(folder, cluster.environment(), "mpirun-offload", arguments(ranks, offload, margin, more));
    }

    private String[] arguments(int ranks, String offload, String margin, String... more) {
        List<String> all = new ArrayList<>(List.of(
                "-n",
                String.valueOf(ranks),
                "jacobi",
                "--dominant",
                String.valueOf(UNKNOWNS),
                "--margin",
                margin,
                "--max-iterations",
                String.valueOf(Integer.MAX_VALUE),
                "--offload",
                offload,
                "--json",
                folder.resolve("report.json").toString()));
        all.addAll(List.of(more));
        return all.toArray(String[]::new);
    }

    private static void awaitOffload(Script job) throws InterruptedException {
        Await.until(PATIENCE, job::output, () -> job.output().contains(": workers computed "));
    }

    private Map<String, Object> report() throws IOException {
        return JSON.std.mapFrom(Files.readString(folder.resolve("report.json")));
    }

    private static long sum(Map<String, Object> report, String field) {
        List<?> ranks = (List<?>) report.get("perRank");
        return ranks.stream()
                .mapToLong(rank -> ((Number) ((Map<?, ?>) rank).get(field)).longValue())
                .sum();
    }

    private void assertRight(Script job) throws InterruptedException, IOException {
        Script.Outcome outcome = job.await(PATIENCE);
        assertThat(outcome.exitCode()).as(outcome.output()).isZero();
        assertThat(((Number) report().get("residual")).doubleValue())
                .as("computed without workers")
                .isLessThanOrEqualTo(1e-8);
    }

    @Test
    void shouldRecomputeWhatAKilledExecutorHeld() throws Exception {
        cluster = SplitCluster.start(folder, 1);
        try (Script job = startJob(1, "--verify")) {
            awaitOffload(job);
            cluster.executors().getFirst().destroyForcibly();

            assertRight(job);
            assertThat(report()).containsEntry("matchesReference", true);
            assertThat(sum(report(), "lostWorkers")).isPositive();
            assertThat(sum(report(), "iterationsRemote")).isPositive();
            assertThat(sum(report(), "iterationsRecomputed")).isPositive();
        }
    }

    @Test
    void shouldGoOnWithTheOtherWorkerWhenOneIsKilled() throws Exception {
        cluster = SplitCluster.start(folder, 1);
        Map<String, String> environment = new HashMap<>(cluster.environment());
        environment.put("RFAAS_WORKERS", "2");
        try (Script second = cluster.startNode("second");
                Script job = Script.start(
                        folder,
                        environment,
                        "mpirun-offload",
                        arguments(1, "0.6", pace.marginFor(SOLVE), "--verify"))) {
            cluster.awaitExecutors(1);
            Await.until(
                    PATIENCE,
                    second::output,
                    () -> ExecutorProcesses.of(second.handle()).size() == 1);
            awaitOffload(job);
            cluster.executors().getFirst().destroyForcibly();

            assertRight(job);
            assertThat(report()).containsEntry("matchesReference", true);
            assertThat(sum(report(), "lostWorkers")).isPositive();
            assertThat(sum(report(), "iterationsRemote")).isPositive();
            assertThat(sum(report(), "iterationsRecomputed")).isPositive();
        }
    }

    @Test
    void shouldFinishWithoutAnExecutorManager() throws Exception {
        cluster = SplitCluster.start(folder, 1);
        try (Script job = startJob(1)) {
            awaitOffload(job);
            cluster.node().handle().destroyForcibly();

            assertRight(job);
            assertThat(sum(report(), "lostWorkers")).isPositive();
        }
    }

    @Test
    void shouldNotNoticeTheLossOfTheResourceManager() throws Exception {
        cluster = SplitCluster.start(folder, 1);
        try (Script job = startJob(1)) {
            awaitOffload(job);
            cluster.manager().handle().destroyForcibly();

            assertRight(job);
            assertThat(sum(report(), "lostWorkers")).isZero();
            assertThat(sum(report(), "iterationsRecomputed")).isZero();
        }
    }

    @Test
    void shouldComputeLocallyWhenNoCoreIsFree() throws Exception {
        cluster = SplitCluster.start(folder, 1);
        try (Script first = startJobWith(1, "1.0", ENDLESS_MARGIN)) {
            cluster.awaitExecutors(1);
            try (Script second = Script.start(
                    folder,
                    cluster.environment(),
                    "mpirun-offload",
                    "-n",
                    "1",
                    "jacobi",
                    "--dominant",
                    "300",
                    "--verify",
                    "--json",
                    folder.resolve("second.json").toString())) {
                Script.Outcome outcome = second.await(PATIENCE);

                assertThat(outcome.exitCode()).as(outcome.output()).isZero();
                assertThat(outcome.output().lines().filter(line -> line.contains(" WARN ")))
                        .as(outcome.output())
                        .hasSize(1);
            }
            assertThat(first.handle().isAlive()).isTrue();
        }
    }

    @Test
    void shouldFreeTheLeasesOfAKilledRank() throws Exception {
        cluster = SplitCluster.start(folder, 2);
        try (Script job = startJob(2)) {
            cluster.awaitExecutors(2);
            ProcessHandle rank = job.handle()
                    .descendants()
                    .filter(process -> process.info().commandLine().orElse("").contains("org.rfaas.apps.jacobi"))
                    .filter(process -> process.info().command().orElse("").endsWith("java"))
                    .findFirst()
                    .orElseThrow();
            rank.destroyForcibly();

            assertThat(job.await(PATIENCE).exitCode()).isNotZero();
            cluster.awaitExecutors(0);
            Await.until(PATIENCE, cluster.node()::output, () -> {
                try {
                    return cluster.status().contains("2/2");
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            });
        }
    }

    @Test
    void shouldOutliveALeaseThatIsNotRenewedBecauseTheResourceManagerIsGone() throws Exception {
        // alone; with its worker it may take half of it
        String margin = pace.marginFor(Duration.ofSeconds(4 * LEASE_SECONDS));
        String duration = LEASE_SECONDS + " s";
        cluster = SplitCluster.start(
                folder, 1, "lease.default-duration = " + duration, "lease.max-duration = " + duration);
        try (Script job = startJobWith(1, "0.5", margin)) {
            awaitOffload(job);
            cluster.manager().handle().destroyForcibly();
            cluster.awaitExecutors(0);

            assertRight(job);
            assertThat(sum(report(), "iterationsRemote")).isPositive();
            assertThat(sum(report(), "lostWorkers")).isPositive();
        }
    }
}
