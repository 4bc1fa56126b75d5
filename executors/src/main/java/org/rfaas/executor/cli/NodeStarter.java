package org.rfaas.executor.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.rfaas.cli.Service;
import org.rfaas.config.ConfigurationException;
import org.rfaas.config.FabricChoice;
import org.rfaas.config.FunctionConfig;
import org.rfaas.config.NodeConfig;
import org.rfaas.config.RfaasConfig;
import org.rfaas.executor.manager.ExecutorLauncher;
import org.rfaas.executor.manager.ExecutorManager;
import org.rfaas.executor.manager.FunctionOptions;
import org.rfaas.executor.manager.NodeOptions;
import org.rfaas.executor.manager.ReconnectPolicy;
import org.rfaas.executor.process.CodeCache;
import org.rfaas.executor.process.ExecutorUsage;
import org.rfaas.executor.usage.UsageStore;
import org.rfaas.fabric.Fabric;
import org.rfaas.fabric.FabricAddress;
import org.rfaas.fabric.FabricException;
import org.rfaas.fabric.FabricOffer;
import org.rfaas.fabric.FabricProvider;
import org.rfaas.fabric.Fabrics;
import org.rfaas.file.FileProblem;
import org.rfaas.lease.ClusterKey;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts an executor manager as configured. */
final class NodeStarter {
    private static final Logger LOG = LoggerFactory.getLogger(NodeStarter.class);

    private NodeStarter() {}

    private static String name(NodeConfig node) {
        return node.nodeName().isEmpty() ? Machine.hostName() : node.nodeName();
    }

    /**
     * Where a node's executors count, unless configured: the same for every executor manager of a node and a resource
     * manager, and in memory, where a store never waits for a disk.
     */
    static Path usageDirectory(RfaasConfig config, FabricAddress manager) {
        return config.node().usageDirectory().orElseGet(() -> {
            String owner = System.getProperty("user.name") + " " + name(config.node()) + " " + manager;
            String digest = Long.toHexString(UUID.nameUUIDFromBytes(owner.getBytes(StandardCharsets.UTF_8))
                    .getMostSignificantBits());
            return Path.of("/dev/shm", "rfaas-usage-" + digest);
        });
    }

    /**
     * Opens the store in which the executors of this node count their use.
     *
     * @throws ConfigurationException when it cannot be used
     */
    static UsageStore usageStore(Path folder) {
        try {
            return UsageStore.open(folder);
        } catch (IOException e) {
            throw new ConfigurationException(
                    "executor-manager.usage-directory " + folder + " cannot be used: " + FileProblem.reason(e), e);
        }
    }

    /**
     * @param service closes it in the end, with all it starts
     * @param cores 0 for all this machine has
     * @param memoryBytes 0 for three quarters of what this machine has, or control groups allow
     * @param usages where its executors count; stays the caller's
     */
    static ExecutorManager start(
            Service service,
            Fabric fabric,
            FabricAddress manager,
            ClusterKey key,
            RfaasConfig config,
            int cores,
            long memoryBytes,
            UsageStore usages) {
        NodeConfig node = config.node();
        Optional<CodeCache> cache = openCache(node.functions());
        int offered = cores == 0 ? Machine.cores() : cores;
        if (offered > Machine.cores()) {
            LOG.warn(
                    "{} cores are offered where there are {}; workers will wait for each other",
                    offered,
                    Machine.cores());
        }
        NodeOptions options;
        try {
            options = new NodeOptions(
                    name(node),
                    node.listen(),
                    node.host(),
                    offers(fabric, config),
                    config.fabric().settings(),
                    offered,
                    node.pinWorkers() ? pinnable(offered) : List.of(),
                    memoryBytes == 0 ? Machine.leasableMemoryBytes() : memoryBytes,
                    config.lease().maxDuration(),
                    config.executor().startTimeout(),
                    config.executor().endGrace(),
                    config.controlTimeout(),
                    config.accounting().interval(),
                    new ReconnectPolicy(node.reconnectMin(), node.reconnectMax()),
                    new FunctionOptions(
                            node.functions().maxCodeBytes(),
                            cache.isPresent(),
                            node.functions().maxDeadlineNs()));
        } catch (IllegalArgumentException e) {
            throw new ConfigurationException(String.valueOf(e.getMessage()), e);
        }
        ExecutorUsage usage = new ExecutorUsage(usages, offered);
        ExecutorLauncher launcher = Launchers.open(
                config.launch(), cache, usage, options.offers(), offered, options.startTimeout(), service);
        return service.add(
                ExecutorManager.start(fabric, manager, key, options, launcher, usages, InstantSource.system()));
    }

    /** The last ones: the first are where everything else of a machine tends to run. */
    private static List<Integer> pinnable(int cores) {
        List<Integer> cpus = Machine.cpus();
        if (cores > cpus.size()) {
            throw new IllegalArgumentException("executor-manager.pin-workers: " + cores + " cores are offered where "
                    + cpus.size() + " can be pinned to; lower executor-manager.cores");
        }
        return cpus.subList(cpus.size() - cores, cpus.size());
    }

    private static Optional<CodeCache> openCache(FunctionConfig functions) {
        if (functions.codeCacheBytes() == 0) {
            return Optional.empty();
        }
        Path folder = functions.codeCache().orElseGet(() -> UserCache.folder().resolve("code"));
        try {
            return Optional.of(CodeCache.open(folder, functions.codeCacheBytes()));
        } catch (IOException e) {
            LOG.warn(
                    "no code is kept, since {} cannot be used: {}; see executor-manager.code-cache",
                    folder,
                    FileProblem.reason(e));
            return Optional.empty();
        }
    }

    /**
     * What executors can serve over at {@code executor-manager.host}.
     *
     * @param control what this node's manager speaks; who asked for it has to have it
     */
    private static List<FabricOffer> offers(Fabric control, RfaasConfig config) {
        List<FabricOffer> offers = new ArrayList<>(FabricChoice.offers(config.fabric()));
        offers.removeIf(offer -> {
            boolean mayLack = config.fabric().provider().equals(FabricChoice.AUTO)
                    && !offer.provider().equals(control.provider());
            try {
                requireListening(offer.provider(), config);
                return false;
            } catch (FabricException e) {
                String problem = "executor-manager.host is " + config.node().host() + ": " + e.getMessage();
                if (!mayLack) {
                    throw new ConfigurationException(problem, e);
                }
                LOG.warn("executors do not serve over {}: {}", offer.provider(), problem);
                return true;
            }
        });
        return offers;
    }

    private static void requireListening(String name, RfaasConfig config) {
        FabricProvider provider = Fabrics.provider(name);
        if (provider.reachesOtherHosts()) {
            try (Fabric probe = provider.open(config.fabric().settings())) {
                probe.listen(provider.locationAt(config.node().host())).close();
            }
        }
    }
}
