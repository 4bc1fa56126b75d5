package org.rfaas.executor.cli;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.rfaas.config.ConfigurationException;
import org.rfaas.config.FabricChoice;
import org.rfaas.config.NodeConfig;
import org.rfaas.config.RfaasConfig;
import org.rfaas.executor.manager.ExecutorManager;
import org.rfaas.executor.manager.NodeOptions;
import org.rfaas.executor.manager.ProcessLauncher;
import org.rfaas.executor.manager.ReconnectPolicy;
import org.rfaas.fabric.Fabric;
import org.rfaas.fabric.FabricAddress;
import org.rfaas.fabric.FabricException;
import org.rfaas.fabric.FabricOffer;
import org.rfaas.fabric.FabricProvider;
import org.rfaas.fabric.Fabrics;
import org.rfaas.lease.ClusterKey;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts an executor manager as configured. */
final class Nodes {
    private static final Logger LOG = LoggerFactory.getLogger(Nodes.class);

    private Nodes() {}

    /**
     * @param cores 0 for all this machine has
     * @param memoryBytes 0 for three quarters of what this machine has
     */
    static ExecutorManager start(
            Fabric fabric, FabricAddress manager, ClusterKey key, RfaasConfig config, int cores, long memoryBytes) {
        NodeConfig node = config.node();
        NodeOptions options;
        try {
            options = new NodeOptions(
                    node.nodeName().isEmpty() ? Machine.hostName() : node.nodeName(),
                    node.listen(),
                    node.host(),
                    offers(fabric, config),
                    config.fabric().settings(),
                    cores == 0 ? Machine.cores() : cores,
                    memoryBytes == 0 ? Machine.leasableMemoryBytes() : memoryBytes,
                    config.lease().maxDuration(),
                    config.executor().startTimeout(),
                    config.executor().endGrace(),
                    config.controlTimeout(),
                    new ReconnectPolicy(node.reconnectMin(), node.reconnectMax()));
        } catch (IllegalArgumentException e) {
            throw new ConfigurationException(String.valueOf(e.getMessage()), e);
        }
        return ExecutorManager.start(fabric, manager, key, options, new ProcessLauncher(), InstantSource.system());
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
