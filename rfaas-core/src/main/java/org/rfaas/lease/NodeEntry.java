package org.rfaas.lease;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** A node of the {@link NodeTable}: what it offers, what is taken of it, and how it is. */
final class NodeEntry {
    private int position;
    private NodeCapacity capacity;
    private NodeStatus connection = NodeStatus.AWAY;
    private boolean draining;
    private final Set<LeaseId> leases = new LinkedHashSet<>();
    private int takenCores;
    private long takenMemoryBytes;

    /** @param position its place in the {@link CapacityIndex} */
    NodeEntry(int position, NodeCapacity capacity) {
        this.position = position;
        this.capacity = capacity;
    }

    int position() {
        return position;
    }

    void moveTo(int newPosition) {
        position = newPosition;
    }

    NodeCapacity capacity() {
        return capacity;
    }

    void connect(NodeCapacity offered) {
        capacity = offered;
        connection = NodeStatus.ONLINE;
    }

    void disconnect(NodeStatus how) {
        connection = how;
    }

    void drain(boolean wanted) {
        draining = wanted;
    }

    void take(LeaseCertificate lease) {
        if (!leases.add(lease.lease())) {
            throw new IllegalStateException("lease " + lease.lease() + " has cores already");
        }
        takenCores += lease.cores();
        takenMemoryBytes += lease.memoryBytes();
    }

    void free(LeaseCertificate lease) {
        if (leases.remove(lease.lease())) {
            takenCores -= lease.cores();
            takenMemoryBytes -= lease.memoryBytes();
        }
    }

    List<LeaseId> leases() {
        return List.copyOf(leases);
    }

    NodeStatus status() {
        if (!draining || connection != NodeStatus.ONLINE) {
            return connection;
        }
        return leases.isEmpty() ? NodeStatus.DRAINED : NodeStatus.DRAINING;
    }

    int freeCores() {
        return isOpen() ? Math.max(0, capacity.cores() - takenCores) : 0;
    }

    long freeMemoryBytes() {
        return isOpen() ? Math.max(0, capacity.memoryBytes() - takenMemoryBytes) : 0;
    }

    private boolean isOpen() {
        return connection == NodeStatus.ONLINE && !draining;
    }

    NodeTable.Row row() {
        return new NodeTable.Row(capacity, freeCores(), freeMemoryBytes(), status());
    }
}
