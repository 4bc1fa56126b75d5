package org.rfaas.executor.manager;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.rfaas.client.AllocationOptions;
import org.rfaas.client.ExecutorManagerClient;
import org.rfaas.client.LeaseListener;
import org.rfaas.client.ResourceManagerClient;
import org.rfaas.config.FabricChoice;
import org.rfaas.config.FabricConfig;
import org.rfaas.executor.process.AotCache;
import org.rfaas.executor.process.ExecutorUsage;
import org.rfaas.executor.process.ProcessLauncher;
import org.rfaas.executor.sandbox.Sandbox;
import org.rfaas.executor.usage.UsageBox;
import org.rfaas.executor.usage.UsageStore;
import org.rfaas.fabric.Fabric;
import org.rfaas.fabric.FabricSettings;
import org.rfaas.fabric.Fabrics;
import org.rfaas.lease.CertificateSigner;
import org.rfaas.lease.ClusterKey;
import org.rfaas.lease.LeaseRequest;
import org.rfaas.lease.SignedCertificate;
import org.rfaas.manager.LeaseTerms;
import org.rfaas.manager.ResourceManager;
import org.rfaas.wire.SlotLayout;

/** A resource manager and an executor manager of four cores in this process, and a client of both. */
final class Cluster implements AutoCloseable {
    static final Duration TIMEOUT = Duration.ofMinutes(1);
    static final Duration MINUTE = Duration.ofMinutes(1);

    /** For leases that shall not end during a test. */
    static final Duration LONG = Duration.ofMinutes(30);

    static final SlotLayout LAYOUT = new SlotLayout(2, 4096);
    static final ClusterKey KEY = ClusterKey.of("0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.US_ASCII));
    static final CertificateSigner SIGNER = new CertificateSigner(KEY);
    static final int CORES = 4;
    private static final FabricConfig SHM = new FabricConfig("shm", FabricSettings.DEFAULTS);

    /** An executor that is reached over shm. */
    static AllocationOptions allocation(long hotTimeoutNs) {
        return allocation(hotTimeoutNs, Long.MAX_VALUE);
    }

    static AllocationOptions allocation(long hotTimeoutNs, long deadlineNs) {
        return new AllocationOptions(LAYOUT, hotTimeoutNs, deadlineNs, FabricChoice.offers(SHM), TIMEOUT, TIMEOUT);
    }

    private static final long GIB = 1L << 30;

    final Fabric fabric = Fabrics.open("shm");
    final MovableClock clock = new MovableClock();
    final ResourceManager resourceManager;
    final ExecutorManager executorManager;
    final ResourceManagerClient leases;

    private final UsageBox usageFolder;
    private final UsageStore usages;
    private final ExecutorLauncher launcher;

    Cluster(ExecutorLauncher launcher) {
        this(_ -> launcher);
    }

    /** Real executors in a sandbox, which stays the caller's. */
    static Cluster in(Sandbox sandbox) {
        return new Cluster(usages ->
                new ProcessLauncher(sandbox, AotCache.none(), Optional.empty(), new ExecutorUsage(usages, CORES)));
    }

    Cluster(Function<UsageStore, ExecutorLauncher> launchers) {
        try {
            usageFolder = new UsageBox(Files.createTempDirectory("rfaas-usage"));
            usages = UsageStore.open(usageFolder.folder());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        launcher = launchers.apply(usages);
        resourceManager = ResourceManager.start(
                fabric, "", KEY, new LeaseTerms(Duration.ofHours(1), Duration.ofSeconds(5)), clock, TIMEOUT);
        executorManager = ExecutorManager.start(
                fabric, resourceManager.address(), KEY, options(TIMEOUT), launcher, usages, clock);
        try {
            if (!executorManager.awaitRegistered(TIMEOUT)) {
                throw new AssertionError("not registered");
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        leases = ResourceManagerClient.connect(fabric, resourceManager.address(), TIMEOUT);
    }

    static NodeOptions options(Duration startTimeout) {
        return new NodeOptions(
                "node-a",
                "",
                "127.0.0.1",
                FabricChoice.offers(SHM),
                FabricSettings.DEFAULTS,
                CORES,
                List.of(),
                4 * GIB,
                Duration.ofHours(1),
                startTimeout,
                Duration.ofMillis(200),
                TIMEOUT,
                Duration.ofMillis(50),
                new ReconnectPolicy(Duration.ofMillis(10), Duration.ofMillis(100)),
                new FunctionOptions(64 << 20, true, Duration.ofMinutes(1).toNanos()));
    }

    ExecutorManagerClient connect(LeaseListener listener) {
        return ExecutorManagerClient.connect(fabric, executorManager.address(), TIMEOUT, listener);
    }

    SignedCertificate lease(int cores, Duration duration) {
        return leases.lease(new LeaseRequest("job-1", cores, GIB / 4, duration)).certificate();
    }

    int freeCores() {
        return leases.nodes().getFirst().freeCores();
    }

    /** Of the executor manager, as certificates for it have to say. */
    long incarnation() {
        return leases.nodes().getFirst().capacity().incarnation();
    }

    /** Waits until the resource manager counts so many free cores; what frees them is asynchronous by nature. */
    void awaitFreeCores(int cores) {
        long deadlineNs = System.nanoTime() + TIMEOUT.toNanos();
        while (freeCores() != cores) {
            if (System.nanoTime() - deadlineNs > 0) {
                throw new AssertionError(freeCores() + " cores free, not " + cores);
            }
            LockSupport.parkNanos(1_000_000); // leaves the core to what it waits for
        }
    }

    @Override
    public void close() {
        leases.close();
        executorManager.close();
        if (launcher instanceof ProcessLauncher processes) {
            processes.close();
        }
        usages.close();
        usageFolder.delete(); // what nobody has billed
        resourceManager.close();
        fabric.close();
    }

    /** The real time, plus what it was advanced by. */
    static final class MovableClock implements InstantSource {
        private final AtomicLong aheadMs = new AtomicLong();

        @Override
        public Instant instant() {
            return Instant.now().plusMillis(aheadMs.get());
        }

        void advance(Duration by) {
            aheadMs.addAndGet(by.toMillis());
        }
    }
}
