package org.rfaas.lease;

import org.rfaas.fabric.FabricAddress;

/**
 * What a node offers.
 *
 * @param name unique in the cluster, as {@link Identifier} permits
 * @param incarnation drawn anew whenever its executor manager starts; see {@link LeaseCertificate}
 * @param address where its executor manager listens
 * @param cores cores that may be leased
 * @param memoryBytes memory that may be leased
 */
public record NodeCapacity(String name, long incarnation, FabricAddress address, int cores, long memoryBytes) {
    public NodeCapacity {
        Identifier.require("node name", name);
        LeaseRequest.requireSize(cores, memoryBytes);
    }
}
