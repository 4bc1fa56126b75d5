package org.rfaas.executor.cli;

import java.time.InstantSource;
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
import org.rfaas.lease.ClusterKey;

/** Starts an executor manager as configured. */
final class Nodes {
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
                    FabricChoice.offers(config.fabric()),
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
}
