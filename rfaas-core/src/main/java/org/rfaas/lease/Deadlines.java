package org.rfaas.lease;

import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** When time next moves each lease. Times are milliseconds since the epoch. */
final class Deadlines {
    private record Deadline(long atMs, LeaseId lease) {}

    private static final Comparator<Deadline> ORDER = Comparator.comparingLong(Deadline::atMs)
            .thenComparingLong(deadline -> deadline.lease().value());

    private final TreeSet<Deadline> inOrder = new TreeSet<>(ORDER);
    private final Map<LeaseId, Deadline> byLease = new HashMap<>();

    void set(LeaseId lease, long atMs) {
        Deadline fresh = new Deadline(atMs, lease);
        Deadline former = byLease.put(lease, fresh);
        if (former != null) {
            inOrder.remove(former);
        }
        inOrder.add(fresh);
    }

    void clear(LeaseId lease) {
        Deadline former = byLease.remove(lease);
        if (former != null) {
            inOrder.remove(former);
        }
    }

    /** A lease whose time has come. */
    Optional<LeaseId> due(long nowMs) {
        return inOrder.isEmpty() || inOrder.first().atMs() > nowMs
                ? Optional.empty()
                : Optional.of(inOrder.first().lease());
    }
}
