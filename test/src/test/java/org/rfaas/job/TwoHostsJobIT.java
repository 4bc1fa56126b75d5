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
 * The main job with its workers on another host over tcp, while the network between them works, is bad, is away for a
 * while and is gone: the right solution each time. The residual of the report is computed without the kernels.
 */
class TwoHostsJobIT {
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final Duration OUTAGE = Duration.ofSeconds(30);

    /** The outage, starting before and coming back after it, and a machine that is sometimes faster. */
    private static final Duration OUTAGE_SOLVE = Duration.ofSeconds(48);

    /** Longer than it takes to pull the link once the worker has begun to answer. */
    private static final Duration CUT_SOLVE = Duration.ofSeconds(4);

    private static final int UNKNOWNS = 1000;

    /** With room for a stalled machine; without heartbeats it would be 18 s. */
    private static final long NOTICE_MS = TwoHostCluster.HEARTBEAT_TIMEOUT_MS + 10_000;

    private static final long IDLE_MS_A_SECOND = 200;

    private static TwoHosts hosts;
    private static SolvePace pace;

    @TempDir
    Path folder;

    private TwoHostCluster cluster;

    @BeforeAll
    static void setUpHosts(@TempDir Path folder) throws Exception {
        TwoHosts.whyNot().ifPresent(reason -> assumeTrue(false, "no network namespaces here: " + reason));
        pace = SolvePace.measure(folder, UNKNOWNS);
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
    void shouldFinishWhenTheOtherHostIsGoneForGood() throws Exception {
        cluster = TwoHostCluster.start(hosts, folder, 0, 1);
        try (Script job = startJob(1, 1, UNKNOWNS, pace.marginFor(CUT_SOLVE), "0.5", "--verify")) {
            awaitOffload(job, 1);
            hosts.linkDown();
            cluster.node().close();

            awaitNotice(job, System.nanoTime());
            assertRight(job);
            assertThat(report()).containsEntry("matchesReference", true);
            assertThat(number(ranks().getFirst(), "lostWorkers")).isPositive();
        } finally {
            hosts.linkUp();
        }
    }

    @Test
    void shouldComputeAloneWhileTheLinkIsDownAndLeaseAgainWhenItIsUp() throws Exception {
        cluster = TwoHostCluster.start(hosts, folder, 0, 1);
        try (Script job = startJob(1, 1, UNKNOWNS, pace.marginFor(OUTAGE_SOLVE), "0.5")) {
            awaitOffload(job, 1);
            long downNs = System.nanoTime();
            hosts.linkDown();
            try {
                awaitNotice(job, downNs);
                cluster.awaitExecutors(0);
                requireNoneSpins(rank(job), "java");
                requireNoneSpins(java(cluster.manager()), "");
                requireNoneSpins(java(cluster.node()), "");
                TimeUnit.NANOSECONDS.sleep(OUTAGE.toNanos() - (System.nanoTime() - downNs));
                assertThat(job.handle().isAlive()).as("still computing").isTrue();
            } finally {
                hosts.linkUp();
            }
            awaitOffload(job, 2);
            assertRight(job);
            assertThat(number(ranks().getFirst(), "leases")).isGreaterThan(1);
            assertThat(number(ranks().getFirst(), "iterationsRecomputed")).isPositive();
        }
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

    private static void awaitOffload(Script job, int count) throws InterruptedException {
        Await.until(
                PATIENCE,
                job::output,
                () -> job.output().split(": workers computed ", -1).length > count
                        || !job.handle().isAlive());
        assertThat(job.handle().isAlive()).as(job.output()).isTrue();
    }

    private static void awaitNotice(Script job, long sinceNs) throws InterruptedException {
        Await.until(PATIENCE, job::output, () -> job.output().contains("was silent for"));
        assertThat(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - sinceNs))
                .as("milliseconds until the failure was noticed")
                .isLessThan(NOTICE_MS);
    }

    private static ProcessHandle rank(Script job) {
        return java(job.handle()
                .descendants()
                .filter(process -> process.info().commandLine().orElse("").contains("org.rfaas.apps.jacobi"))
                .toList());
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
