package org.rfaas.manager;

import java.time.Duration;
import org.rfaas.lease.LeaseRequest;

/**
 * What the resource manager grants.
 *
 * @param maxDuration longest lease, and longest renewal
 * @param expiryMargin how long after its expiry a lease whose node has not reported still holds its cores
 */
public record LeaseTerms(Duration maxDuration, Duration expiryMargin) {
    public LeaseTerms {
        LeaseRequest.requireDuration(maxDuration);
        if (expiryMargin.isNegative()) {
            throw new IllegalArgumentException("an expiry margin of " + expiryMargin);
        }
    }
}
