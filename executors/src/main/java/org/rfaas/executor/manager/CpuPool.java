package org.rfaas.executor.manager;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.rfaas.lease.LeaseId;

/** Which processor belongs to which lease; each to one at a time. Thread-safe. */
final class CpuPool {
    private final Deque<Integer> free;
    private final Map<LeaseId, List<Integer>> taken = new HashMap<>();

    /**
     * @param cpus to give away, by the numbers of the operating system; none: leases get none
     */
    CpuPool(List<Integer> cpus) {
        this.free = new ArrayDeque<>(cpus);
    }

    /** One processor a core, or none at all if there are not so many. */
    synchronized List<Integer> take(LeaseId lease, int cores) {
        if (cores > free.size()) {
            return List.of();
        }
        List<Integer> cpus = new ArrayList<>();
        while (cpus.size() < cores) {
            cpus.add(free.remove());
        }
        taken.put(lease, cpus);
        return List.copyOf(cpus);
    }

    /** Takes a lease's processors back. */
    synchronized void free(LeaseId lease) {
        free.addAll(taken.getOrDefault(lease, List.of()));
        taken.remove(lease);
    }
}
