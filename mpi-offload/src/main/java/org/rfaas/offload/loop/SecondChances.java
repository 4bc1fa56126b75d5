package org.rfaas.offload.loop;

/**
 * When a loop that stays on the rank, because workers were too slow for it, should try them again: they may only have been
 * disturbed, as by compilers, and most are not for long. Waits longer each time, until workers have gained for as long as the
 * next wait would be. Pure: times are given, in ns.
 */
final class SecondChances {
    /** A trial of workers that are too slow takes some runs; runs are worth sharing from some 50 µs on. */
    private static final long FIRST_RETRY_NS = 10_000_000;

    /** A trial takes 40 ms of a core that the rank may be short of, and some of the rank's own time. */
    private static final long LAST_RETRY_NS = 10_000_000_000L;

    private long retryNs = FIRST_RETRY_NS;
    private long sinceNs;
    private State state = State.UNDECIDED;

    private enum State {
        UNDECIDED,
        GAINING,
        LOSING
    }

    /** Workers gain. */
    void gained(long nowNs) {
        if (state != State.GAINING) {
            state = State.GAINING;
            sinceNs = nowNs;
        } else if (nowNs - sinceNs >= retryNs) {
            retryNs = FIRST_RETRY_NS;
        }
    }

    /**
     * Workers do not gain.
     *
     * @return whether it is time to try them again
     */
    boolean lost(long nowNs) {
        if (state != State.LOSING) {
            state = State.LOSING;
            sinceNs = nowNs;
            return false;
        }
        if (nowNs - sinceNs <= retryNs) {
            return false;
        }
        state = State.UNDECIDED;
        retryNs = Math.min(LAST_RETRY_NS, 2 * retryNs);
        return true;
    }
}
