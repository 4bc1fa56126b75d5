package org.rfaas.lease;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which node has how many cores and bytes free. Knows leases as amounts only. One thread at a time.
 *
 * <p>{@link #take} never leases more than a node has. {@link #hold} records what a node says it runs, which is a fact, even
 * if the books say that something else was to run there; such a node has nothing free until that has ended.
 */
public final class NodeTable {
    /** A node as status shows it. */
    public record Row(NodeCapacity capacity, int freeCores, long freeMemoryBytes, boolean online) {}

    private record Taken(String nodeName, int cores, long memoryBytes) {}

    private static final class Entry {
        private NodeCapacity capacity;
        private boolean online = true;
        private int takenCores;
        private long takenMemoryBytes;

        Entry(NodeCapacity capacity) {
            this.capacity = capacity;
        }

        int freeCores() {
            return online ? Math.max(0, capacity.cores() - takenCores) : 0;
        }

        long freeMemoryBytes() {
            return online ? Math.max(0, capacity.memoryBytes() - takenMemoryBytes) : 0;
        }

        Row row() {
            return new Row(capacity, freeCores(), freeMemoryBytes(), online);
        }
    }

    /** In order of first registration, which is the order of first fit. */
    private final Map<String, Entry> nodes = new LinkedHashMap<>();

    private final Map<LeaseId, Taken> leases = new HashMap<>();

    /** Adds a node, or brings it back, with nothing taken. */
    public void register(NodeCapacity capacity) {
        lost(capacity.name());
        Entry entry = nodes.computeIfAbsent(capacity.name(), _ -> new Entry(capacity));
        entry.capacity = capacity;
        entry.online = true;
    }

    /** Takes a node out of service; what was taken there is forgotten. */
    public void lost(String nodeName) {
        Entry entry = nodes.get(nodeName);
        if (entry != null) {
            entry.online = false;
            leases.values().removeIf(taken -> taken.nodeName().equals(nodeName));
            entry.takenCores = 0;
            entry.takenMemoryBytes = 0;
        }
    }

    /** The first node that has this much free. */
    public Optional<NodeCapacity> firstFit(int cores, long memoryBytes) {
        return nodes.values().stream()
                .filter(entry -> entry.freeCores() >= cores && entry.freeMemoryBytes() >= memoryBytes)
                .map(entry -> entry.capacity)
                .findFirst();
    }

    /**
     * Takes cores and memory of a node.
     *
     * @throws IllegalStateException when they are not free or the lease holds some already
     */
    public void take(String nodeName, LeaseId lease, int cores, long memoryBytes) {
        Entry entry = nodes.get(nodeName);
        if (entry == null || entry.freeCores() < cores || entry.freeMemoryBytes() < memoryBytes) {
            throw new IllegalStateException(
                    "node " + nodeName + " has not " + cores + " cores free for lease " + lease);
        }
        add(entry, lease, new Taken(nodeName, cores, memoryBytes));
    }

    /** Records what a node says it runs for a lease. */
    public void hold(String nodeName, LeaseId lease, int cores, long memoryBytes) {
        Entry entry = nodes.get(nodeName);
        if (entry != null && entry.online) {
            add(entry, lease, new Taken(nodeName, cores, memoryBytes));
        }
    }

    /** Sets free what a lease has taken, if it still has. */
    public void free(LeaseId lease) {
        Taken taken = leases.remove(lease);
        if (taken != null) {
            Entry entry = entryOf(taken.nodeName());
            entry.takenCores -= taken.cores();
            entry.takenMemoryBytes -= taken.memoryBytes();
        }
    }

    public boolean isOnline(String nodeName) {
        Entry entry = nodes.get(nodeName);
        return entry != null && entry.online;
    }

    /** All nodes ever registered, in order of registration. */
    public List<Row> rows() {
        return nodes.values().stream().map(Entry::row).toList();
    }

    private void add(Entry entry, LeaseId lease, Taken taken) {
        if (leases.putIfAbsent(lease, taken) != null) {
            throw new IllegalStateException("lease " + lease + " has cores already");
        }
        entry.takenCores += taken.cores();
        entry.takenMemoryBytes += taken.memoryBytes();
    }

    private Entry entryOf(String nodeName) {
        @Nullable Entry entry = nodes.get(nodeName);
        if (entry == null) {
            throw new IllegalStateException("node " + nodeName + " vanished from the table");
        }
        return entry;
    }
}
