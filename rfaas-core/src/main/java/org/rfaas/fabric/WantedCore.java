package org.rfaas.fabric;

/**
 * Tells from how long yields take whether somebody else wants the core of who polls, see decision 39. Pure: times are given, in
 * ns. Not thread-safe; allocates nothing.
 */
final class WantedCore {
    /** A yield that took so long, some hundred times what it takes, has let somebody else run. */
    static final long LOST_NS = 300_000;

    /** Once is a disturbance; twice within this time, and somebody else wants the core. */
    static final long AGAIN_NS = 10_000_000;

    private boolean hasBeenLost;
    private long lostNs;
    private boolean isWanted;

    /** Somebody has yielded and has the core again. */
    void yielded(long fromNs, long toNs) {
        if (toNs - fromNs >= LOST_NS) {
            isWanted = hasBeenLost && toNs - lostNs <= AGAIN_NS;
            hasBeenLost = true;
            lostNs = toNs;
        }
    }

    /** Whether to leave the core to others, until {@link #tryAgain}. */
    boolean isWanted() {
        return isWanted;
    }

    /** Perhaps it is not wanted any more. */
    void tryAgain() {
        isWanted = false;
    }
}
