package org.rfaas.executor.manager;

import java.time.Duration;
import java.util.List;
import org.rfaas.fabric.FabricOffer;
import org.rfaas.fabric.FabricSettings;
import org.rfaas.lease.Identifier;

/**
 * How an executor manager runs its node.
 *
 * @param nodeName unique in the cluster
 * @param listenAt location in the fabric's notation, or empty for a free one
 * @param host address at which executors listen on networks
 * @param offers providers that executors may serve with
 * @param settings what executors open their provider with
 * @param cores cores to lease
 * @param cpus processors to pin workers to, one a core; empty to pin none
 * @param memoryBytes memory to lease
 * @param maxLease longest lease of the cluster: for so long an ended lease is remembered
 * @param startTimeout after which an executor that is not ready has failed
 * @param expiryGrace how long running invocations may go on after the lease's expiry
 * @param controlTimeout for each control message, and for a client on its way to its executor
 * @param usageInterval how often the resource manager is told what leases use
 * @param reconnect how to come back to the resource manager
 * @param functions what functions may do
 */
public record NodeOptions(
        String nodeName,
        String listenAt,
        String host,
        List<FabricOffer> offers,
        FabricSettings settings,
        int cores,
        List<Integer> cpus,
        long memoryBytes,
        Duration maxLease,
        Duration startTimeout,
        Duration expiryGrace,
        Duration controlTimeout,
        Duration usageInterval,
        ReconnectPolicy reconnect,
        FunctionOptions functions) {
    public NodeOptions {
        Identifier.require("node name", nodeName);
        offers = List.copyOf(offers);
        cpus = List.copyOf(cpus);
    }
}
