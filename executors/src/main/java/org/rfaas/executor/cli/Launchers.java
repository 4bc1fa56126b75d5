package org.rfaas.executor.cli;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.rfaas.cli.Service;
import org.rfaas.config.ConfigurationException;
import org.rfaas.config.LaunchConfig;
import org.rfaas.executor.manager.ExecutorLauncher;
import org.rfaas.executor.pool.ExecutorPool;
import org.rfaas.executor.pool.PoolOptions;
import org.rfaas.executor.process.AotCache;
import org.rfaas.executor.process.CodeCache;
import org.rfaas.executor.process.ExecutorUsage;
import org.rfaas.executor.process.ProcessLauncher;
import org.rfaas.executor.sandbox.Sandbox;
import org.rfaas.executor.sandbox.SandboxException;
import org.rfaas.fabric.FabricOffer;

/** Makes what starts a node's executors, as configured. */
final class Launchers {
    private Launchers() {}

    /**
     * @param service closes it all in the end
     * @param code that the node keeps
     * @param usage where executors count
     * @param offers of this node, best first
     * @param cores of this node that can be leased
     */
    static ExecutorLauncher open(
            LaunchConfig config,
            Optional<CodeCache> code,
            ExecutorUsage usage,
            List<FabricOffer> offers,
            int cores,
            Duration startTimeout,
            Service service) {
        Sandbox sandbox = service.add(sandbox(config));
        AotCache cache = AotCache.in(config.aotCache().orElseGet(UserCache::folder));
        ProcessLauncher processes = service.add(new ProcessLauncher(sandbox, cache, code, usage));
        if (offers.isEmpty()) {
            return processes;
        }
        String fabric = offers.getFirst().provider();
        Thread.ofPlatform().name("aot-cache").daemon().start(() -> cache.make(fabric));
        if (config.poolSize() == 0) {
            return processes;
        }
        ExecutorPool pool = service.add(new ExecutorPool(
                new PoolOptions(
                        fabric,
                        cores,
                        config.poolSize(),
                        config.poolMemoryBytes(),
                        config.poolMinFreeBytes(),
                        startTimeout),
                processes,
                processes,
                Machine::availableMemoryBytes));
        pool.start();
        return pool;
    }

    private static Sandbox sandbox(LaunchConfig config) {
        try {
            return switch (config.sandbox()) {
                case BWRAP -> Sandbox.bubblewrapIfPossible();
                case PODMAN -> Sandbox.podman(config.podmanRoot().orElseThrow());
                case NONE -> Sandbox.none();
            };
        } catch (SandboxException e) {
            throw new ConfigurationException(String.valueOf(e.getMessage()), e);
        }
    }
}
