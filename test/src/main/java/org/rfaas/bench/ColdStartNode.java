package org.rfaas.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.rfaas.client.ResourceManagerClient;
import org.rfaas.config.FabricChoice;
import org.rfaas.config.FabricConfig;
import org.rfaas.executor.manager.ExecutorManager;
import org.rfaas.executor.manager.FunctionOptions;
import org.rfaas.executor.manager.NodeOptions;
import org.rfaas.executor.manager.ReconnectPolicy;
import org.rfaas.executor.pool.ExecutorPool;
import org.rfaas.executor.pool.PoolOptions;
import org.rfaas.executor.process.AotCache;
import org.rfaas.executor.process.ExecutorUsage;
import org.rfaas.executor.process.ProcessLauncher;
import org.rfaas.executor.sandbox.Sandbox;
import org.rfaas.executor.usage.UsageBox;
import org.rfaas.executor.usage.UsageStore;
import org.rfaas.fabric.Fabric;
import org.rfaas.fabric.FabricAddress;
import org.rfaas.fabric.FabricSettings;
import org.rfaas.fabric.OpenResources;
import org.rfaas.lease.ClusterKey;
import org.rfaas.manager.LeaseTerms;
import org.rfaas.manager.ResourceManager;

/** A resource manager and an executor manager of this process, whose executors are started in a certain way. */
final class ColdStartNode implements AutoCloseable {
    static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final ClusterKey KEY =
            ClusterKey.of("a key for one benchmark on one machine".getBytes(StandardCharsets.US_ASCII));
    private static final int CORES = 1;
    private static final long MEMORY_BYTES = 1L << 30;
    private static final int MAX_CODE_BYTES = 1 << 20;

    private final OpenResources opened = new OpenResources();
    private final FabricAddress manager;
    private final Optional<ExecutorPool> pool;

    private ColdStartNode(Fabric fabric, Sandbox sandbox, AotCache cache, boolean pooled) {
        String provider = fabric.provider();
        UsageStore usages = opened.add(openUsages());
        ProcessLauncher processes =
                opened.add(new ProcessLauncher(sandbox, cache, Optional.empty(), new ExecutorUsage(usages, 1)));
        this.pool = pooled ? Optional.of(opened.add(pool(provider, processes))) : Optional.empty();
        ResourceManager leases = opened.add(ResourceManager.start(
                fabric, "", KEY, new LeaseTerms(TIMEOUT, TIMEOUT), InstantSource.system(), TIMEOUT));
        this.manager = leases.address();
        ExecutorManager node = opened.add(ExecutorManager.start(
                fabric,
                manager,
                KEY,
                options(provider),
                pool.isPresent() ? pool.get() : processes,
                usages,
                InstantSource.system()));
        awaitRegistered(node);
    }

    /** In memory, as a node's is; nobody asks for what is counted there. */
    private UsageStore openUsages() {
        try {
            Path folder = Files.createTempDirectory(Path.of("/dev/shm"), "rfaas-bench-");
            UsageBox whole = new UsageBox(folder);
            opened.add(whole::delete);
            // a benchmark that is told to end closes nothing
            Runtime.getRuntime().addShutdownHook(new Thread(whole::delete));
            return UsageStore.open(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Starts it.
     *
     * @param fabric stays the caller's, as does {@code sandbox}
     */
    static ColdStartNode start(Fabric fabric, Sandbox sandbox, AotCache cache, boolean pooled) {
        return new ColdStartNode(fabric, sandbox, cache, pooled);
    }

    private static ExecutorPool pool(String provider, ProcessLauncher processes) {
        PoolOptions options = new PoolOptions(provider, CORES, 1, MEMORY_BYTES, 0, TIMEOUT);
        ExecutorPool pool = new ExecutorPool(options, processes, processes, () -> Long.MAX_VALUE);
        pool.start();
        return pool;
    }

    private static NodeOptions options(String provider) {
        return new NodeOptions(
                "bench",
                "",
                "127.0.0.1",
                FabricChoice.offers(new FabricConfig(provider, FabricSettings.DEFAULTS)),
                FabricSettings.DEFAULTS,
                CORES,
                List.of(),
                MEMORY_BYTES,
                TIMEOUT,
                TIMEOUT,
                Duration.ofSeconds(1),
                TIMEOUT,
                Duration.ofSeconds(1),
                new ReconnectPolicy(Duration.ofMillis(10), Duration.ofMillis(100)),
                new FunctionOptions(MAX_CODE_BYTES, false, TIMEOUT.toNanos()));
    }

    private void awaitRegistered(ExecutorManager node) {
        try {
            if (!node.awaitRegistered(TIMEOUT)) {
                throw opened.closeAfter(new IllegalStateException("the executor manager did not register"));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw opened.closeAfter(new IllegalStateException("interrupted", e));
        }
    }

    /** Of the resource manager. */
    FabricAddress address() {
        return manager;
    }

    /** Waits until the core of the lease before is free again, and an executor is ready if there is a pool. */
    void awaitReady(ResourceManagerClient leases) throws InterruptedException {
        long startNs = System.nanoTime();
        while (leases.nodes().getFirst().freeCores() < CORES) {
            if (System.nanoTime() - startNs > TIMEOUT.toNanos()) {
                throw new IllegalStateException("a lease has not ended in " + TIMEOUT.toSeconds() + " s");
            }
            Thread.sleep(1);
        }
        if (pool.isPresent() && !pool.get().awaitFull(TIMEOUT)) {
            throw new IllegalStateException("the pool has not filled in " + TIMEOUT.toSeconds() + " s");
        }
    }

    @Override
    public void close() {
        opened.close();
    }
}
