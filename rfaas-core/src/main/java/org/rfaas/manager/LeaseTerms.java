package org.rfaas.manager;

import java.time.Duration;
import org.rfaas.lease.LeaseRequest;
import org.rfaas.lease.UserLimits;

/**
 * What the resource manager grants, and how patient it is.
 *
 * @param maxDuration longest lease, and longest renewal
 * @param expiryMargin how long after its expiry a lease whose node has not reported still holds its cores
 * @param nodeLostAfter how long a node whose connection has ended may take to come back before its leases end
 * @param users what one user may have
 */
public record LeaseTerms(Duration maxDuration, Duration expiryMargin, Duration nodeLostAfter, UserLimits users) {
    private static final Duration USUAL_PATIENCE = Duration.ofSeconds(15);

    public LeaseTerms {
        LeaseRequest.requireDuration(maxDuration);
        if (expiryMargin.isNegative() || nodeLostAfter.isNegative()) {
            throw new IllegalArgumentException(
                    "an expiry margin of " + expiryMargin + ", nodes lost after " + nodeLostAfter);
        }
    }

    /** Terms with the usual patience for nodes and no limits of users. */
    public LeaseTerms(Duration maxDuration, Duration expiryMargin) {
        this(maxDuration, expiryMargin, USUAL_PATIENCE, UserLimits.NONE);
    }
}
