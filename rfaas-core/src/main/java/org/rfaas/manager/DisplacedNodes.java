package org.rfaas.manager;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.rfaas.lease.NodeCapacity;

/**
 * Executor managers that lost their connection to another one of the same node name. An executor manager that starts again
 * draws a new incarnation, so one that comes back with a displaced one runs beside the other: if it were let in, the two
 * would take turns, and each turn would end the leases of the other. Guarded by the book's lock.
 */
final class DisplacedNodes {
    private final Map<String, Set<Long>> incarnations = new HashMap<>();

    /** From now on this one is kept out. */
    void add(NodeCapacity displaced) {
        incarnations.computeIfAbsent(displaced.name(), _ -> new HashSet<>()).add(displaced.incarnation());
    }

    boolean contains(NodeCapacity node) {
        return incarnations.getOrDefault(node.name(), Set.of()).contains(node.incarnation());
    }

    /** There is no node of this name any more. */
    void forget(String nodeName) {
        incarnations.remove(nodeName);
    }
}
