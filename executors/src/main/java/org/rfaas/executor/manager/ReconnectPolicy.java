package org.rfaas.executor.manager;

import java.time.Duration;

/**
 * How long to wait before connecting again: doubling, from the shortest to the longest delay, each shortened by up to half at
 * random, so that the nodes of a cluster do not all come back in the same moment.
 */
public record ReconnectPolicy(Duration shortest, Duration longest) {
    public ReconnectPolicy {
        if (!shortest.isPositive() || longest.compareTo(shortest) < 0) {
            throw new IllegalArgumentException("reconnecting after " + shortest + " to " + longest);
        }
    }

    /**
     * The delay before the next attempt.
     *
     * @param failures attempts that have failed in a row
     * @param random 0 to 1
     */
    Duration delay(int failures, double random) {
        long doubledMs = shortest.toMillis() << Math.min(20, Math.max(0, failures - 1));
        long cappedMs = Math.min(longest.toMillis(), Math.max(1, doubledMs));
        return Duration.ofMillis(Math.max(1, Math.round(cappedMs * (1 - random / 2))));
    }
}
