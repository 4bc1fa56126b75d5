package org.rfaas.fabric;

/**
 * Decides how long to poll for the next completion from how long the last ones took to come: polling pays when less time is
 * expected to pass than a sleep and the wake-up after it cost, and is given up after twice that (compare the ski-rental
 * problem). Starts out asleep. Not thread-safe; allocates nothing.
 */
final class AdaptivePolling {
    /**
     * What a sleep costs on both sides: the system calls of the sleeper and of who wakes it, the scheduler, the caches, and the
     * time until the sleeper runs.
     */
    static final long WAKE_UP_NS = 50_000;

    /** One gap counts as an eighth of the estimate. */
    private static final int WEIGHT_SHIFT = 3;

    /** A long pause counts as this, so that one makes no difference and two do. */
    private static final long LONGEST_GAP_NS = 8 * WAKE_UP_NS;

    private long expectedGapNs = 2 * WAKE_UP_NS;

    /** How long to poll before sleeping. */
    long sleepAfterNs() {
        return expectedGapNs <= WAKE_UP_NS ? 2 * WAKE_UP_NS : 0;
    }

    /** The next completion has come after so long. */
    void arrivedAfter(long gapNs) {
        expectedGapNs += (Math.min(gapNs, LONGEST_GAP_NS) - expectedGapNs) >> WEIGHT_SHIFT;
    }
}
