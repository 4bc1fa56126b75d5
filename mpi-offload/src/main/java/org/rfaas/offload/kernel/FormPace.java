package org.rfaas.offload.kernel;

/** How fast one form of a body has been. */
final class FormPace {
    /** What each form gets at first, so that it is compiled before it is judged. */
    private static final long WARM_UP_NS = 20_000_000;

    /** So many calls, too, for HotSpot compiles a method from its entry on only when it was called often; unless they last. */
    private static final long WARM_UP_CALLS = 1000;

    private static final long LONGEST_WARM_UP_NS = 100_000_000;

    /** Of the time since, the slower form gets one part in so many. */
    private static final long RARELY = 50;

    /** One disturbed run does not count, a lasting change does after some. */
    private static final double FORGETTING = 1.05;

    /** Time of a piece: long for what a call costs. */
    private static final double PIECE_NS = 30_000;

    /** In case that a form is much slower than it will be. */
    private static final int MOST_PIECES = 256;

    private double nsPerIteration = Double.MAX_VALUE / FORGETTING;
    private long spentNs;
    private long calls;

    /** Which of two forms to run next: the faster one, but for now and then. */
    static FormPace next(FormPace one, FormPace other) {
        boolean isOneFaster = one.nsPerIteration <= other.nsPerIteration;
        FormPace faster = isOneFaster ? one : other;
        FormPace slower = isOneFaster ? other : one;
        if (!slower.isWarm() && slower.spentNs <= faster.spentNs) {
            return slower;
        }
        return slower.spentNs < faster.spentNs / RARELY ? slower : faster;
    }

    /**
     * Iterations the body should be called for at a time. HotSpot compiles a loop that is under way as it finds it, throws that
     * away when the loop comes to its end for the first time, and compiles the method once more when it has been called some
     * hundred times: never, if a call lasts for milliseconds.
     */
    int piece(int from, int to) {
        long pace = (long) (PIECE_NS / nsPerIteration);
        // lengths of tiles that differ take arrays that differ
        return (int)
                Math.clamp(Long.highestOneBit(pace), Math.max(1, ((long) to - from) / MOST_PIECES), Integer.MAX_VALUE);
    }

    private boolean isWarm() {
        return spentNs >= LONGEST_WARM_UP_NS || (spentNs >= WARM_UP_NS && calls >= WARM_UP_CALLS);
    }

    /** The form has run so many iterations, in pieces of so many. */
    void observe(long ns, long iterations, int piece) {
        spentNs += ns;
        calls += Math.ceilDiv(iterations, piece);
        nsPerIteration = Math.min((double) ns / iterations, FORGETTING * nsPerIteration);
    }
}
