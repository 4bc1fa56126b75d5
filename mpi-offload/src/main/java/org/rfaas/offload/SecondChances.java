package org.rfaas.offload;

/**
 * When a loop that stays on the rank, because workers were too slow for it, should try them again: they may only have been
 * disturbed, as by compilers, or by whoever else runs on their core, and most are not for long. Waits longer each time, but not
 * longer than what the last trial lost is worth. Pure: times are given, in ns.
 */
final class SecondChances {
    /** A trial of workers that are too slow takes some runs; runs are worth sharing from some 50 µs on. */
    private static final long FIRST_RETRY_NS = 10_000_000;

    private static final long LAST_RETRY_NS = 1_000_000_000L;

    /** Trials may take one part in so many of the time. */
    private static final double RARELY = 30;

    private long retryNs = FIRST_RETRY_NS;
    private double lostNs;
    private boolean isWaiting;
    private long sinceNs;
    private long waitNs;

    /** A trial begins with rehearsals, and sending one has taken the rank so long. */
    void rehearsed(long sendingNs) {
        lostNs += sendingNs;
    }

    /** A run was shared, and took so much longer than on the rank alone; less than 0 when it gained. */
    void shared(double longerNs) {
        isWaiting = false;
        lostNs += longerNs;
    }

    /**
     * Workers do not gain.
     *
     * @return whether it is time to try them again
     */
    boolean lost(long nowNs) {
        if (!isWaiting) {
            isWaiting = true;
            sinceNs = nowNs;
            retryNs = lostNs < 0 ? FIRST_RETRY_NS : retryNs;
            waitNs = Math.clamp((long) (RARELY * lostNs), FIRST_RETRY_NS, retryNs);
            return false;
        }
        if (nowNs - sinceNs <= waitNs) {
            return false;
        }
        isWaiting = false;
        lostNs = 0;
        retryNs = Math.min(LAST_RETRY_NS, 2 * retryNs);
        return true;
    }
}
