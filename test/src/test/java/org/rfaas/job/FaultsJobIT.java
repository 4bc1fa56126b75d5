package org.rfaas.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rfaas.experiment.host.ExecutorProcesses;

/** A job while parts of its cluster are killed: every step of it is right, and its report tells what happened. */
class FaultsJobIT {
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final int LEASE_SECONDS = 4;

    @TempDir
    Path folder;

    private SplitCluster cluster;

    @AfterEach
    void stopCluster() {
        if (cluster != null) {
            cluster.close();
        }
    }

    private LastingJob startJob(int ranks) throws IOException {
        return LastingJob.start(folder, cluster.environment(), ranks, "0.5");
    }

    @Test
    void shouldRecomputeWhatAKilledExecutorHeldAndLeaseAnew() throws Exception {
        cluster = SplitCluster.start(folder, 1);
        try (LastingJob job = startJob(1)) {
            job.awaitOffload(1);
            job.killInAStep(cluster.executors().getFirst());
            job.awaitLoss();
            job.awaitOffload(2);

            job.endRight();
            assertThat(job.sum("lostWorkers")).isPositive();
            assertThat(job.sum("iterationsRemote")).isPositive();
            assertThat(job.sum("iterationsRecomputed")).isPositive();
        }
    }

    @Test
    void shouldGoOnWithTheOtherWorkerWhenOneIsKilled() throws Exception {
        cluster = SplitCluster.start(folder, 1);
        Map<String, String> environment = new HashMap<>(cluster.environment());
        environment.put("RFAAS_WORKERS", "2");
        try (Script second = cluster.startNode("second");
                LastingJob job = LastingJob.start(folder, environment, 1, "0.6")) {
            cluster.awaitExecutors(1);
            Await.until(
                    PATIENCE,
                    second::output,
                    () -> ExecutorProcesses.of(second.handle()).size() == 1);
            job.awaitSaid("leased 2 of 2 workers", 1);
            job.awaitOffload(1);
            job.killInAStep(cluster.executors().getFirst());
            job.awaitLoss();

            job.endRight();
            assertThat(job.sum("lostWorkers")).isPositive();
            assertThat(job.sum("iterationsRemote")).isPositive();
            assertThat(job.sum("iterationsRecomputed")).isPositive();
        }
    }

    @Test
    void shouldGoOnWithoutAnExecutorManager() throws Exception {
        cluster = SplitCluster.start(folder, 1);
        try (LastingJob job = startJob(1)) {
            job.awaitOffload(1);
            cluster.node().handle().destroyForcibly();
            job.awaitLoss();

            job.endRight();
            assertThat(job.sum("lostWorkers")).isPositive();
        }
    }

    @Test
    void shouldNotNoticeTheLossOfTheResourceManager() throws Exception {
        cluster = SplitCluster.start(folder, 1);
        try (LastingJob job = startJob(1)) {
            job.awaitOffload(1);
            cluster.manager().handle().destroyForcibly();
            TimeUnit.SECONDS.sleep(2); // in which it would be noticed

            job.endRight();
            assertThat(job.sum("lostWorkers")).isZero();
            assertThat(job.sum("iterationsRecomputed")).isZero();
        }
    }

    @Test
    void shouldTakeOverFromAWorkerThatDoesNotAnswer() throws Exception {
        cluster = SplitCluster.start(folder, 1, "offload.answer-timeout = 3 s");
        try (LastingJob job = startJob(1)) {
            job.awaitOffload(1);
            LastingJob.stop(cluster.executors().getFirst());
            job.awaitSaid("no answer in 3000 ms", 1);
            job.awaitOffload(2); // on the same core, so nothing is left of who had it

            job.endRight();
            assertThat(job.sum("lostWorkers")).isEqualTo(1);
            assertThat(job.sum("iterationsRecomputed")).isPositive();
        }
    }

    @Test
    void shouldComputeLocallyWhatAWorkerHasNoRoomFor() throws Exception {
        cluster = SplitCluster.start(folder, 1);
        String[] arguments = {
            "-n",
            "1",
            "--java-option",
            "-Xss512m",
            "--class-path",
            LastingJob.classes(),
            HungryLoops.class.getName(),
            "--offload",
            "0.5"
        };
        try (Script script = Script.start(folder, cluster.environment(), "mpirun-offload", arguments)) {
            Script.Outcome outcome = script.await(PATIENCE);

            assertThat(outcome.exitCode()).as(outcome.output()).isZero();
            assertThat(outcome.output().lines().filter(line -> line.contains(" WARN ")))
                    .as(outcome.output())
                    .satisfiesExactly(
                            line -> assertThat(line)
                                    .contains("does not run it, computed locally")
                                    .contains("java.lang.OutOfMemoryError"),
                            line -> assertThat(line)
                                    .contains("does not run it, computed locally")
                                    .contains("java.lang.StackOverflowError"));
            assertThat(outcome.output())
                    .containsPattern("matches reference +yes")
                    .contains(" 0 workers lost");
            assertThat(outcome.output()).as("the worker goes on").contains("workers computed 4 of 8 iterations");
        }
    }

    @Test
    void shouldComputeLocallyWhenNoCoreIsFree() throws Exception {
        cluster = SplitCluster.start(folder, 1);
        try (LastingJob first = LastingJob.start(folder, cluster.environment(), 1, "1.0")) {
            cluster.awaitExecutors(1);
            String[] arguments = {"-n", "1", "jacobi", "--dominant", "300", "--verify"};
            try (Script second = Script.start(folder, cluster.environment(), "mpirun-offload", arguments)) {
                Script.Outcome outcome = second.await(PATIENCE);

                assertThat(outcome.exitCode()).as(outcome.output()).isZero();
                assertThat(outcome.output().lines().filter(line -> line.contains(" WARN ")))
                        .as(outcome.output())
                        .hasSize(1);
            }
            first.endRight();
        }
    }

    @Test
    void shouldFreeTheLeasesOfAKilledRank() throws Exception {
        cluster = SplitCluster.start(folder, 2);
        try (LastingJob job = startJob(2)) {
            cluster.awaitExecutors(2);
            job.ranks().getFirst().destroyForcibly();

            assertThat(job.script().await(PATIENCE).exitCode()).isNotZero();
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
        String duration = LEASE_SECONDS + " s";
        cluster = SplitCluster.start(
                folder, 1, "lease.default-duration = " + duration, "lease.max-duration = " + duration);
        try (LastingJob job = startJob(1)) {
            job.awaitOffload(1);
            cluster.manager().handle().destroyForcibly();
            cluster.awaitExecutors(0);
            job.awaitSaid("no workers, computing locally", 1);

            job.endRight();
            assertThat(job.sum("iterationsRemote")).isPositive();
            assertThat(job.sum("lostWorkers")).isPositive();
        }
    }
}
