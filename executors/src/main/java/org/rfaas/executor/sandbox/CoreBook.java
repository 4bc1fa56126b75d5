package org.rfaas.executor.sandbox;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Which of the machine's cores serve which lease. Hands out the least used ones, so leases share cores only when more are
 * leased than the machine has. Thread-safe.
 */
final class CoreBook {
    private final Map<Integer, Integer> users = new TreeMap<>();

    CoreBook(List<Integer> cores) {
        cores.forEach(core -> users.put(core, 0));
    }

    /** Takes cores; at most as many as there are. */
    synchronized List<Integer> take(int count) {
        List<Integer> taken = users.entrySet().stream()
                .sorted(Comparator.comparing(Map.Entry<Integer, Integer>::getValue)
                        .thenComparing(Map.Entry::getKey))
                .limit(count)
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
        taken.forEach(core -> users.merge(core, 1, Integer::sum));
        return taken;
    }

    synchronized void giveBack(List<Integer> cores) {
        cores.forEach(core -> users.merge(core, -1, Integer::sum));
    }
}
