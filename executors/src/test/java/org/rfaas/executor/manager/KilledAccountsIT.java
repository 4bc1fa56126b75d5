package org.rfaas.executor.manager;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.rfaas.accounting.AccountFilter;
import org.rfaas.accounting.AccountSum;
import org.rfaas.accounting.LeaseAccount;
import org.rfaas.accounting.Ledger;
import org.rfaas.accounting.Usage;
import org.rfaas.cli.Rfaas;
import org.rfaas.client.LeaseException;
import org.rfaas.fabric.Fabric;
import org.rfaas.fabric.FabricAddress;
import org.rfaas.fabric.Fabrics;
import org.rfaas.lease.ClusterKey;
import org.rfaas.lease.LeaseId;

/**
 * Executor, executor manager and resource manager are killed with -9 at 50 seeded moments each, two or all of them in a round,
 * while two tenants keep a worker each busy. In the end the ledger has, lease by lease, what the workers did: no less than
 * they answered, and no more than they were asked.
 */
@Timeout(600)
class KilledAccountsIT {
    private static final int KILLS = 50;
    private static final int ROUNDS_OF_A_PAIR = 7;
    private static final long LONGEST_PAUSE_NS = 40_000_000;
    private static final Duration TIMEOUT = Duration.ofMinutes(1);
    private static final Duration CACHE_TIMEOUT = Duration.ofMinutes(4); // more than its maker gives itself
    private static final int CORES = 4;

    private enum Victim {
        EXECUTOR,
        EXECUTOR_MANAGER,
        RESOURCE_MANAGER
    }

    @TempDir
    Path directory;

    private final long seed = Long.getLong("rfaas.test.seed", System.nanoTime());
    private final Random random = new Random(seed);
    private final Fabric fabric = Fabrics.open("shm");
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Map<LeaseId, Tenant.Work> done = new HashMap<>();
    private FabricAddress address;
    private @Nullable RfaasProcess resourceManager;
    private @Nullable RfaasProcess executorManager;

    /** The older one's executor is never killed for itself, so it outlives resource managers. */
    private final Tenant[] tenants = new Tenant[2];

    @BeforeEach
    void configure() throws IOException {
        Path socket = directory.resolve("manager.sock");
        address = new FabricAddress("shm", socket.toString());
        ClusterKey.create(directory.resolve("key"));
        Files.writeString(directory.resolve("rfaas.conf"), """
                manager { listen = "%s", address = "%s", state-directory = "%s" }
                security.key-file = "%s"
                executor-manager {
                  node-name = node-a, cores = %d, memory = 2 GiB, usage-directory = "%s"
                  reconnect-min = 10 ms, reconnect-max = 50 ms
                }
                executor { sandbox = none, pool.size = 0, aot-cache = "%s" }
                accounting { directory = "%s", interval = 10 ms }
                """.formatted(
                        socket,
                        address,
                        directory.resolve("state"),
                        directory.resolve("key"),
                        CORES,
                        directory.resolve("usage"),
                        directory.resolve("aot"),
                        directory.resolve("accounting")));
    }

    @AfterEach
    void stop() {
        for (RfaasProcess process : Arrays.asList(executorManager, resourceManager)) {
            if (process != null) {
                process.close();
            }
        }
        threads.shutdownNow();
        fabric.close();
    }

    @Test
    void shouldBillWhatWorkersDidWhoeverIsKilledWhenever() throws Exception {
        try {
            revive();
            awaitAotCache();
            List<List<Victim>> rounds = rounds();
            for (List<Victim> victims : rounds) {
                revive();
                occupy();
                for (Victim victim : victims) {
                    LockSupport.parkNanos(random.nextLong(LONGEST_PAUSE_NS));
                    kill(victim);
                }
            }
            revive();
            for (int i = 0; i < tenants.length; i++) {
                retire(i);
            }
            compare();
        } catch (Throwable e) {
            throw new AssertionError("with -Drfaas.test.seed=" + seed + "; log: " + directory.resolve("log"), e);
        }
    }

    /** All three, or two of them and each pair as often as the others, in random order: each {@value #KILLS} times. */
    private List<List<Victim>> rounds() {
        List<List<Victim>> rounds = new ArrayList<>();
        for (int i = 0; i < KILLS - 2 * ROUNDS_OF_A_PAIR; i++) {
            rounds.add(new ArrayList<>(List.of(Victim.values())));
        }
        for (Victim spared : Victim.values()) {
            for (int i = 0; i < ROUNDS_OF_A_PAIR; i++) {
                List<Victim> pair = new ArrayList<>(List.of(Victim.values()));
                pair.remove(spared);
                rounds.add(pair);
            }
        }
        rounds.forEach(victims -> Collections.shuffle(victims, random));
        Collections.shuffle(rounds, random);
        return rounds;
    }

    private void revive() throws IOException {
        if (resourceManager == null) {
            resourceManager = run("manager");
        }
        if (executorManager == null) {
            executorManager = run("executor-manager");
        }
    }

    private RfaasProcess run(String command) throws IOException {
        return RfaasProcess.start(
                directory.resolve("log"),
                Map.of("RFAAS_CONFIG", directory.resolve("rfaas.conf").toString()),
                Rfaas.class,
                command);
    }

    /** Else a node that is soon killed would begin to make it at each of its starts, and its maker count as an executor. */
    private void awaitAotCache() throws IOException {
        executorManager.readLine();
        Path caches = directory.resolve("aot");
        long deadlineNs = System.nanoTime() + CACHE_TIMEOUT.toNanos();
        while (Files.exists(caches) && !isThere(caches)) { // from folders of classes there will be none
            if (System.nanoTime() - deadlineNs > 0) {
                throw new AssertionError("no AOT cache was made: " + Files.readString(directory.resolve("log")));
            }
            LockSupport.parkNanos(20_000_000);
        }
    }

    private static boolean isThere(Path caches) throws IOException {
        try (var files = Files.list(caches)) {
            return files.anyMatch(file -> file.toString().endsWith(".aot"));
        }
    }

    /** Tenants settle at the same time: each waits for an executor of its own to start. */
    private void occupy() throws InterruptedException {
        List<CompletableFuture<Void>> settling = new ArrayList<>();
        for (int i = 0; i < tenants.length; i++) {
            if (tenants[i] == null || !tenants[i].isAlive()) {
                retire(i);
                int place = i;
                String jobId = "job-" + random.nextInt(5);
                settling.add(CompletableFuture.runAsync(() -> tenants[place] = settle(jobId), threads));
            }
        }
        settling.forEach(CompletableFuture::join);
        for (Tenant tenant : tenants) {
            tenant.awaitWork();
        }
    }

    private void retire(int tenant) throws InterruptedException {
        if (tenants[tenant] != null) {
            Tenant.Work work = tenants[tenant].end();
            done.put(work.lease(), work);
        }
    }

    /** A tenant, as soon as resource manager and node are back. */
    private Tenant settle(String jobId) {
        long deadlineNs = System.nanoTime() + TIMEOUT.toNanos();
        while (true) {
            try {
                return new Tenant(fabric, address, jobId);
            } catch (LeaseException e) {
                if (System.nanoTime() - deadlineNs > 0) {
                    throw e;
                }
                LockSupport.parkNanos(20_000_000);
            }
        }
    }

    private void kill(Victim victim) {
        switch (victim) {
            case EXECUTOR ->
                // the younger one; none when its manager was killed before
                executors().stream()
                        .max(Comparator.comparing(
                                process -> process.info().startInstant().orElseThrow()))
                        .ifPresent(ProcessHandle::destroyForcibly);
            case EXECUTOR_MANAGER -> {
                executorManager.kill();
                executorManager = null;
            }
            case RESOURCE_MANAGER -> {
                resourceManager.kill();
                resourceManager = null;
            }
        }
    }

    private List<ProcessHandle> executors() {
        return executorManager == null
                ? ProcessHandle.allProcesses()
                        .filter(process -> process.info()
                                .commandLine()
                                .filter(line ->
                                        line.contains(directory.resolve("usage").toString()))
                                .isPresent())
                        .toList()
                : executorManager.children();
    }

    private void compare() throws Exception {
        awaitNothingLeft();
        assertThat(executorManager.terminate()).isEqualTo(143);
        assertThat(resourceManager.terminate()).isEqualTo(143);
        assertThat(directory.resolve("usage")).doesNotExist();
        Ledger ledger = new Ledger("jdbc:h2:file:" + directory.resolve("accounting/ledger"), new Properties());
        Map<LeaseId, LeaseAccount> accounts = ledger.leases(AccountFilter.ALL).stream()
                .collect(Collectors.toMap(LeaseAccount::lease, Function.identity()));
        assertThat(accounts).containsKeys(done.keySet().toArray(LeaseId[]::new));
        done.values().forEach(work -> compare(accounts.get(work.lease()), work));
        // leases of a node that had just died: held, and never used
        assertThat(accounts.values())
                .filteredOn(account -> !done.containsKey(account.lease()))
                .allMatch(account -> account.usage().equals(Usage.NONE));
        for (AccountSum job : ledger.jobs(AccountFilter.ALL)) {
            Usage sum = accounts.values().stream()
                    .filter(account -> account.jobId().equals(job.name()))
                    .map(LeaseAccount::usage)
                    .reduce(Usage.NONE, Usage::plus);
            assertThat(job.usage()).isEqualTo(sum);
        }
    }

    private static void compare(LeaseAccount account, Tenant.Work work) {
        Usage usage = account.usage();
        // one may have been under way when the executor was killed
        assertThat(usage.invocations()).as("%s", account).isBetween(work.answered(), work.answered() + 1);
        assertThat(usage.bytes())
                .as("%s", account)
                .isBetween(
                        work.answered() * Tenant.BYTES_AN_INVOCATION,
                        (work.answered() + 1) * Tenant.BYTES_AN_INVOCATION);
        assertThat(usage.executionNs()).as("%s", account).isBetween(work.answeredNs(), account.allocatedCoreNs());
        assertThat(account.jobId()).isEqualTo(work.jobId());
        assertThat(account.endedAt()).as("%s", account).isPresent();
    }

    /** Until the node has handed over everything. */
    private void awaitNothingLeft() throws IOException {
        long deadlineNs = System.nanoTime() + TIMEOUT.toNanos();
        List<Path> left;
        do {
            try (var files = Files.list(directory.resolve("usage"))) {
                left = files.filter(file -> !file.endsWith("lock")).toList();
            }
            if (System.nanoTime() - deadlineNs > 0) {
                throw new AssertionError("not handed over: " + left);
            }
            LockSupport.parkNanos(5_000_000);
        } while (!left.isEmpty());
    }
}
