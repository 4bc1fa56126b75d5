package org.rfaas.config;

import java.time.Duration;
import org.rfaas.lease.LeaseRequest;
import org.rfaas.lease.UserLimits;

/** The keys {@code lease.*}. */
public record LeaseConfig(
        Duration defaultDuration,
        Duration maxDuration,
        long memoryPerCoreBytes,
        Duration expiryMargin,
        UserLimits users) {
    public LeaseConfig {
        requireDuration("lease.default-duration", defaultDuration);
        requireDuration("lease.max-duration", maxDuration);
        if (defaultDuration.compareTo(maxDuration) > 0) {
            throw new IllegalArgumentException("lease.default-duration is longer than lease.max-duration");
        }
        if (memoryPerCoreBytes < LeaseRequest.MIN_MEMORY_BYTES) {
            throw new IllegalArgumentException("lease.memory-per-core is less than 1 MiB");
        }
        if (expiryMargin.isNegative()) {
            throw new IllegalArgumentException("lease.expiry-margin is negative");
        }
    }

    private static void requireDuration(String key, Duration duration) {
        try {
            LeaseRequest.requireDuration(duration);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(key + ": " + e.getMessage(), e);
        }
    }
}
