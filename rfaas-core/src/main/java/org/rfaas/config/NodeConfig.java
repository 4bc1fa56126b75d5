package org.rfaas.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.rfaas.lease.Identifier;
import org.rfaas.lease.LeaseRequest;

/**
 * The keys {@code executor-manager.*}.
 *
 * @param nodeName or empty for the host's name
 * @param listen location in the provider's notation, or empty
 * @param host IP address at which executors listen on networks
 * @param cores or 0 for all
 * @param usageDirectory where executors count what they use, if configured
 * @param memoryBytes or 0 for three quarters of the machine's, or of what control groups allow
 * @param pinWorkers whether each worker gets a core of its own
 * @param functions what functions may do
 */
public record NodeConfig(
        String nodeName,
        String listen,
        String host,
        int cores,
        long memoryBytes,
        boolean pinWorkers,
        Optional<Path> usageDirectory,
        Duration reconnectMin,
        Duration reconnectMax,
        FunctionConfig functions) {
    public NodeConfig {
        if (!nodeName.isEmpty()) {
            Identifier.require("executor-manager.node-name", nodeName);
        }
        if (cores < 0 || cores > LeaseRequest.MAX_CORES) {
            throw new IllegalArgumentException(
                    "executor-manager.cores " + cores + " is not in 0.." + LeaseRequest.MAX_CORES);
        }
        if (memoryBytes < 0) {
            throw new IllegalArgumentException("executor-manager.memory is negative");
        }
        if (!reconnectMin.isPositive() || reconnectMax.compareTo(reconnectMin) < 0) {
            throw new IllegalArgumentException(
                    "executor-manager.reconnect-min is not positive, or longer than executor-manager.reconnect-max");
        }
    }
}
