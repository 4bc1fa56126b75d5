package org.rfaas.offload;

/**
 * When a loop that stays on the rank, because workers were too slow for it, should try them again: they may only have been
 * busy. Waits longer each time, until workers have proved themselves. Pure: times are given, in ns.
 */
final class SecondChances {
    private static final long FIRST_RETRY_NS = 50_000_000;
    private static final long LAST_RETRY_NS = 1_000_000_000L;

    /** Gains in a row after which a later loss counts as the first one again. */
    private static final int PROVEN_GAINS = 200;

    private long retryNs = FIRST_RETRY_NS;
    private long lostNs;
    private boolean isLost;
    private int gains;

    /** Workers gain. */
    void gained() {
        isLost = false;
        if (++gains == PROVEN_GAINS) {
            retryNs = FIRST_RETRY_NS;
        }
    }

    /**
     * Workers do not gain.
     *
     * @return whether it is time to try them again
     */
    boolean lost(long nowNs) {
        gains = 0;
        if (!isLost) {
            isLost = true;
            lostNs = nowNs;
            return false;
        }
        if (nowNs - lostNs <= retryNs) {
            return false;
        }
        isLost = false;
        retryNs = Math.min(LAST_RETRY_NS, 2 * retryNs);
        return true;
    }
}
