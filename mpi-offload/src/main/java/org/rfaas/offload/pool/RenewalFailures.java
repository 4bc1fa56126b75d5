package org.rfaas.offload.pool;

import java.util.HashSet;
import java.util.Set;

/**
 * Which of a rank's leases cannot be renewed now, and why, so that people hear of each cause once, however many leases it
 * meets, and once when it is over. One thread.
 */
final class RenewalFailures {
    private final Set<HeldLease> failing = new HashSet<>();
    private final Set<String> causes = new HashSet<>();

    /** A lease could not be renewed; whether its cause is a new one. */
    boolean add(HeldLease lease, String cause) {
        failing.add(lease);
        return causes.add(cause);
    }

    /** A lease was renewed, or is not held any more; whether it was the last of those that could not be. */
    boolean remove(HeldLease lease) {
        boolean isLast = failing.remove(lease) && failing.isEmpty();
        if (isLast) {
            causes.clear();
        }
        return isLast;
    }
}
