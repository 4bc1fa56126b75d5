package org.rfaas.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rfaas.hosts.TwoHosts;

/**
 * Jobs with their workers on another host over tcp, while the network between them works, is bad, is away for a while and is
 * gone: the right solution each time. The residual of the main job's report is computed without the kernels.
 */
class TwoHostsJobIT {
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    /** Longer than anything in the cluster waits before it tries again, or gives up. */
    private static final Duration OUTAGE = Duration.ofSeconds(12);

    /** With room for a stalled machine; without heartbeats it would be 18 s. */
    private static final long NOTICE_MS = TwoHostCluster.HEARTBEAT_TIMEOUT_MS + 10_000;

    private static final long IDLE_MS_A_SECOND = 200;

    private static TwoHosts hosts;

    @TempDir
    Path folder;

    private TwoHostCluster cluster;

    @BeforeAll
    static void setUpHosts() throws Exception {
        TwoHosts.whyNot().ifPresent(reason -> assumeTrue(false, "no network namespaces here: " + reason));
        hosts = TwoHosts.create();
    }

    @AfterAll
    static void removeHosts() {
        if (hosts != null) {
            hosts.close();
        }
    }

    @AfterEach
    void stopCluster() {
        if (cluster != null) {
            cluster.close();
        }
    }

    @Test
    void shouldSolveWithWorkersOfAnotherHost() throws Exception {
        cluster = TwoHostCluster.start(hosts, folder, 0, 2);
        try (Script job = startJob(2, 1, 600, "0.02", "0.5", "--verify")) {
            assertRight(job);
            assertThat(report()).containsEntry("matchesReference", true).containsEntry("recomputedIterations", 0);
            assertThat(ranks())
                    .allSatisfy(
                            rank -> assertThat(number(rank, "iterationsRemote")).isPositive());
            assertThat(job.output()).contains("workers on node right are reached over tcp");
        }
    }

    @Test
    void shouldReachItsOwnHostOverSharedMemoryAndTheOtherOverTcpAtTheSameTime() throws Exception {
        cluster = TwoHostCluster.start(hosts, folder, 1, 1);
        try (Script job = startJob(1, 2, 600, "0.02", "0.5", "--verify")) {
            assertRight(job);
            assertThat(report())
                    .containsEntry("matchesReference", true)
                    .containsEntry("workers", 2)
                    .containsEntry("recomputedIterations", 0);
            assertThat(job.output())
                    .contains("workers on node left are reached over shm")
                    .contains("workers on node right are reached over tcp");
        }
    }

    @Test
    void shouldSolveOverANetworkThatDelaysAndLosesPackets() throws Exception {
        cluster = TwoHostCluster.start(hosts, folder, 0, 1);
        hosts.impair(Duration.ofMillis(20), 0.01);
        try (Script job = startJob(1, 1, 600, "0.5", "0.5", "--verify")) {
            assertRight(job);
            assertThat(report()).containsEntry("matchesReference", true);
            assertThat(number(ranks().getFirst(), "iterationsRemote")).isPositive();
        } finally {
            hosts.repair();
        }
    }

    @Test
    void shouldGoOnWhenTheOtherHostIsGoneForGood() throws Exception {
        cluster = TwoHostCluster.start(hosts, folder, 0, 1);
        try (LastingJob job = startLastingJob()) {
            job.awaitOffload(1);
            hosts.linkDown();
            cluster.node().close();

            awaitNotice(job, System.nanoTime());
            job.awaitLoss();
            job.endRight();
            assertThat(job.sum("lostWorkers")).isPositive();
        } finally {
            hosts.linkUp();
        }
    }

    @Test
    void shouldComputeAloneWhileTheLinkIsDownAndLeaseAgainWhenItIsUp() throws Exception {
        cluster = TwoHostCluster.start(hosts, folder, 0, 1);
        try (LastingJob job = startLastingJob()) {
            job.awaitOffload(1);
            long downNs = System.nanoTime();
            hosts.linkDown();
            try {
                awaitNotice(job, downNs);
                cluster.awaitExecutors(0);
                requireNoneSpins(job.ranks().getFirst(), "java");
                requireNoneSpins(java(cluster.manager()), "");
                requireNoneSpins(java(cluster.node()), "");
                TimeUnit.NANOSECONDS.sleep(OUTAGE.toNanos() - (System.nanoTime() - downNs));
                assertThat(job.script().handle().isAlive())
                        .as("still computing")
                        .isTrue();
            } finally {
                hosts.linkUp();
            }
            job.awaitOffload(2);
            job.endRight();
            assertThat(job.sum("leases")).isGreaterThan(1);
            assertThat(job.sum("iterationsRecomputed")).isPositive();
        }
    }

    private LastingJob startLastingJob() throws IOException {
        return LastingJob.start(folder, "0.5", arguments -> cluster.startJob(1, 1, arguments));
    }

    private Script startJob(int ranks, int workersPerRank, int unknowns, String margin, String offload, String... more)
            throws IOException {
        List<String> arguments = new ArrayList<>(List.of(
                "jacobi",
                "--dominant",
                String.valueOf(unknowns),
                "--margin",
                margin,
                "--max-iterations",
                "100000000",
                "--offload",
                offload,
                "--json",
                folder.resolve("report.json").toString()));
        arguments.addAll(List.of(more));
        return cluster.startJob(ranks, workersPerRank, arguments.toArray(String[]::new));
    }

    private static void awaitNotice(LastingJob job, long sinceNs) throws InterruptedException {
        job.awaitSaid("was silent for", 1);
        assertThat(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - sinceNs))
                .as("milliseconds until the failure was noticed")
                .isLessThan(NOTICE_MS);
    }

    /** The script's JVM: it became it, or it runs under what gave it its own shared memory. */
    private static ProcessHandle java(Script script) {
        List<ProcessHandle> all = new ArrayList<>(List.of(script.handle()));
        all.addAll(script.handle().descendants().toList());
        return java(all);
    }

    private static ProcessHandle java(List<ProcessHandle> among) {
        return among.stream()
                .filter(process -> process.info().command().orElse("").endsWith("/java"))
                .findFirst()
                .orElseThrow();
    }

    /**
     * No thread may spin over a peer that is gone; the compiler may work.
     *
     * @param except name of a thread that has something to compute; the main one bears the program's
     */
    private static void requireNoneSpins(ProcessHandle process, String except) throws InterruptedException {
        Map<String, Long> busy = ThreadTimes.ofASecond(process);
        busy.keySet().removeIf(thread -> thread.endsWith(" " + except) || thread.contains("Compiler"));
        assertThat(busy.values()).as("CPU milliseconds in a second: " + busy).allMatch(ms -> ms < IDLE_MS_A_SECOND);
    }

    private void assertRight(Script job) throws InterruptedException, IOException {
        Script.Outcome outcome = job.await(PATIENCE);
        assertThat(outcome.exitCode()).as(outcome.output()).isZero();
        assertThat(((Number) report().get("residual")).doubleValue()).isLessThanOrEqualTo(1e-8);
    }

    private Map<String, Object> report() throws IOException {
        return JSON.std.mapFrom(Files.readString(folder.resolve("report.json")));
    }

    private List<Map<String, Object>> ranks() throws IOException {
        List<Map<String, Object>> ranks = new ArrayList<>();
        for (Object rank : (List<?>) report().get("perRank")) {
            ranks.add(JSON.std.mapFrom(JSON.std.asString(rank)));
        }
        return ranks;
    }

    private static long number(Map<String, Object> row, String field) {
        return ((Number) row.get(field)).longValue();
    }
}
