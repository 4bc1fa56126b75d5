package org.rfaas.lease;

/**
 * What one user may have of a cluster.
 *
 * @param maxCores cores leased at the same time; 0 is no limit
 * @param maxWaiting requests that wait at the same time
 */
public record UserLimits(int maxCores, int maxWaiting) {
    /** No limit but on what the resource manager has to keep. */
    public static final UserLimits NONE = new UserLimits(0, 1000);

    public UserLimits {
        if (maxCores < 0 || maxWaiting < 0) {
            throw new IllegalArgumentException(
                    "limits of " + maxCores + " cores and " + maxWaiting + " waiting requests a user");
        }
    }

    /** Whether a user may have this besides what he holds. */
    public boolean permits(LeaseRequest request, HeldCores held) {
        return maxCores == 0 || held.ofUser(request.user()) + request.totalCores() <= maxCores;
    }

    /** Whether a user may have this if he held nothing. */
    public boolean everPermits(LeaseRequest request) {
        return maxCores == 0 || request.totalCores() <= maxCores;
    }
}
