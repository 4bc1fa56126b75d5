package org.rfaas.lease;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which node has how many cores and bytes free. Knows leases as amounts only. One thread at a time.
 *
 * <p>{@link #take} never leases more than a node has. {@link #hold} records what a node says it runs, which is a fact, even
 * if the books say that something else was to run there; such a node has nothing free until that has ended.
 */
public final class NodeTable {
    /** A node as status shows it. */
    public record Row(NodeCapacity capacity, int freeCores, long freeMemoryBytes, NodeStatus status) {}

    private final Map<String, NodeEntry> nodes = new LinkedHashMap<>();
    private final List<NodeEntry> positions = new ArrayList<>();
    private final CapacityIndex free = new CapacityIndex();

    /** Nodes of which nothing is leased while others have free cores, and until when. */
    private final Map<NodeEntry, Long> avoidedUntilMs = new HashMap<>();

    private final BookObserver observer;

    private int connected;

    /** Where the next spread request begins to look. */
    private int cursor;

    NodeTable(BookObserver observer) {
        this.observer = observer;
    }

    /** Adds a node, or brings it back; what is taken there stays taken. */
    void register(NodeCapacity capacity) {
        NodeEntry entry = nodes.get(capacity.name());
        if (entry == null) {
            entry = add(capacity);
        }
        connected += entry.status().isConnected() ? 0 : 1;
        entry.connect(capacity);
        avoidedUntilMs.remove(entry); // it may have been mended
        changed(entry);
    }

    /** A node known from before a restart, not yet back. */
    void restore(NodeCapacity capacity) {
        changed(add(capacity));
    }

    private NodeEntry add(NodeCapacity capacity) {
        NodeEntry entry = new NodeEntry(positions.size(), capacity);
        nodes.put(capacity.name(), entry);
        positions.add(entry);
        return entry;
    }

    /** A node's connection has ended. */
    void away(String nodeName) {
        disconnect(nodeName, NodeStatus.AWAY);
    }

    /** A node counts as lost. */
    void lost(String nodeName) {
        disconnect(nodeName, NodeStatus.LOST);
    }

    private void disconnect(String nodeName, NodeStatus how) {
        find(nodeName).ifPresent(entry -> {
            connected -= entry.status().isConnected() ? 1 : 0;
            entry.disconnect(how);
            changed(entry);
        });
    }

    /** Leases nothing more of a node, or, if not draining, leases of it again. */
    void drain(String nodeName, boolean draining) {
        find(nodeName).ifPresent(entry -> {
            entry.drain(draining);
            changed(entry);
        });
    }

    /** Leases nothing of a node as long as others have free cores, until then. */
    void avoid(String nodeName, long untilMs) {
        find(nodeName).ifPresent(entry -> {
            avoidedUntilMs.put(entry, untilMs);
            index(entry);
        });
    }

    /** Forgets a node on which nothing is taken. */
    void remove(String nodeName) {
        NodeEntry entry = nodes.remove(nodeName);
        if (entry == null) {
            return;
        }
        connected -= entry.status().isConnected() ? 1 : 0;
        avoidedUntilMs.remove(entry);
        free.set(entry.position(), 0, 0);
        NodeEntry last = positions.removeLast();
        if (last.position() != entry.position()) {
            free.set(last.position(), 0, 0);
            last.moveTo(entry.position());
            positions.set(entry.position(), last);
            index(last);
        }
        observer.nodeRemoved(nodeName);
    }

    /** Nodes for all leases of a request, in order, each as often as it takes one; empty when they do not all fit. */
    List<NodeCapacity> plan(LeaseRequest request) {
        if (avoidedUntilMs.isEmpty() || free.mostCores() > 0) {
            return place(request);
        }
        avoidedUntilMs.keySet().forEach(this::offer);
        List<NodeCapacity> chosen = place(request);
        avoidedUntilMs.keySet().forEach(this::index);
        return chosen;
    }

    /** Leases again of nodes that were avoided for long enough. */
    void passTime(long nowMs) {
        if (avoidedUntilMs.isEmpty()) {
            return;
        }
        List<NodeEntry> over = avoidedUntilMs.entrySet().stream()
                .filter(avoided -> avoided.getValue() <= nowMs)
                .map(Map.Entry::getKey)
                .toList();
        for (NodeEntry entry : over) {
            avoidedUntilMs.remove(entry);
            changed(entry);
        }
    }

    private List<NodeCapacity> place(LeaseRequest request) {
        return switch (request.placement()) {
            case PACKED -> pack(request);
            case SPREAD -> spread(request);
        };
    }

    private List<NodeCapacity> pack(LeaseRequest request) {
        List<NodeCapacity> chosen = new ArrayList<>(request.count());
        int position = free.firstFit(0, request.cores(), request.memoryBytes());
        while (position >= 0) {
            NodeEntry entry = positions.get(position);
            long room = Math.min(entry.freeCores() / request.cores(), entry.freeMemoryBytes() / request.memoryBytes());
            for (; room > 0; room--) {
                chosen.add(entry.capacity());
                if (chosen.size() == request.count()) {
                    return chosen;
                }
            }
            position = free.firstFit(position + 1, request.cores(), request.memoryBytes());
        }
        return List.of();
    }

    private List<NodeCapacity> spread(LeaseRequest request) {
        List<NodeCapacity> chosen = new ArrayList<>(request.count());
        int start = cursor < positions.size() ? cursor : 0;
        int from = start;
        boolean wrapped = false;
        while (true) {
            int position = free.firstFit(from, request.cores(), request.memoryBytes());
            if (position < 0 && !wrapped) {
                wrapped = true;
                from = 0;
            } else if (position < 0 || (wrapped && position >= start)) {
                return List.of();
            } else {
                chosen.add(positions.get(position).capacity());
                from = position + 1;
                if (chosen.size() == request.count()) {
                    cursor = from;
                    return chosen;
                }
            }
        }
    }

    /**
     * Takes cores and memory of a node.
     *
     * @throws IllegalStateException when they are not free
     */
    void take(LeaseCertificate lease) {
        NodeEntry entry = find(lease.nodeName()).orElse(null);
        if (entry == null || entry.freeCores() < lease.cores() || entry.freeMemoryBytes() < lease.memoryBytes()) {
            throw new IllegalStateException("node " + lease.nodeName() + " has not " + lease.cores()
                    + " cores free for lease " + lease.lease());
        }
        entry.take(lease);
        changed(entry);
    }

    /** Records what a node says it runs for a lease, or ran before a restart. */
    void hold(LeaseCertificate lease) {
        find(lease.nodeName()).ifPresent(entry -> {
            entry.take(lease);
            changed(entry);
        });
    }

    /** Sets free what a lease has taken. */
    void free(LeaseCertificate lease) {
        find(lease.nodeName()).ifPresent(entry -> {
            entry.free(lease);
            changed(entry);
        });
    }

    /** Leases that take something of a node, oldest first. */
    List<LeaseId> leasesOf(String nodeName) {
        return find(nodeName).map(NodeEntry::leases).orElse(List.of());
    }

    /** A node, if it is known. */
    public Optional<Row> row(String nodeName) {
        return find(nodeName).map(NodeEntry::row);
    }

    /** All nodes, in order of registration. */
    public List<Row> rows() {
        return nodes.values().stream().map(NodeEntry::row).toList();
    }

    /** How many nodes are connected. */
    public int connected() {
        return connected;
    }

    /** Most cores free on one node, of those that are leased now. */
    public int mostFreeCores() {
        int most = free.mostCores();
        return most > 0
                ? most
                : avoidedUntilMs.keySet().stream()
                        .mapToInt(NodeEntry::freeCores)
                        .max()
                        .orElse(0);
    }

    /** How many nodes with free cores are avoided for others that have some. */
    public int leftAside() {
        return free.mostCores() == 0
                ? 0
                : (int) avoidedUntilMs.keySet().stream()
                        .filter(entry -> entry.freeCores() > 0)
                        .count();
    }

    private Optional<NodeEntry> find(String nodeName) {
        return Optional.ofNullable(nodes.get(nodeName));
    }

    private void changed(NodeEntry entry) {
        index(entry);
        observer.nodeChanged(entry.row());
    }

    private void index(NodeEntry entry) {
        if (avoidedUntilMs.containsKey(entry)) {
            free.set(entry.position(), 0, 0);
        } else {
            offer(entry);
        }
    }

    private void offer(NodeEntry entry) {
        free.set(entry.position(), entry.freeCores(), entry.freeMemoryBytes());
    }
}
