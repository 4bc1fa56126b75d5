package org.rfaas.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.rfaas.fabric.FabricAddress;
import org.rfaas.fabric.FabricException;
import org.rfaas.fabric.Fabrics;

/**
 * The keys {@code manager.*}.
 *
 * @param listen location in the provider's notation, or empty
 * @param address where the resource manager is, if known
 * @param nodeLostAfter how long a disconnected node may take to come back
 * @param stateDirectory where leases and decisions of operators outlive the process
 */
public record ManagerConfig(
        String listen, Optional<FabricAddress> address, Duration nodeLostAfter, Optional<Path> stateDirectory) {
    public ManagerConfig {
        if (nodeLostAfter.isNegative()) {
            throw new IllegalArgumentException("manager.node-lost-after is negative");
        }
    }

    /**
     * The address.
     *
     * @throws ConfigurationException when none is configured, or its provider does not exist
     */
    public FabricAddress requireAddress() {
        FabricAddress manager = address.orElseThrow(
                () -> new ConfigurationException(
                        "no resource manager configured; set RFAAS_MANAGER or manager.address, or start one with: rfaas local"));
        try {
            Fabrics.provider(manager.provider());
        } catch (FabricException e) {
            throw new ConfigurationException("manager.address is " + manager + ": " + e.getMessage(), e);
        }
        return manager;
    }
}
