package org.rfaas.offload.pool;

import java.util.HashSet;
import java.util.Set;

/**
 * Which of a rank's leases cannot be renewed now, so that people hear of it once, however many leases it meets, until none is
 * left. Any thread.
 */
final class RenewalFailures {
    private final Set<HeldLease> failing = new HashSet<>();

    /** A lease could not be renewed; whether all others could. */
    synchronized boolean add(HeldLease lease) {
        boolean isFirst = failing.isEmpty();
        failing.add(lease);
        return isFirst;
    }

    /** A lease was renewed, or is not held any more; whether it was the last of those that could not be. */
    synchronized boolean remove(HeldLease lease) {
        return failing.remove(lease) && failing.isEmpty();
    }
}
