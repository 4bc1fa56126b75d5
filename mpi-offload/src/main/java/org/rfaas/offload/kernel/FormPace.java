package org.rfaas.offload.kernel;

/** How fast one form of a body has been. */
final class FormPace {
    /** What each form gets at first, so that it is compiled before it is judged. */
    private static final long WARM_UP_NS = 20_000_000;

    /** So many runs, too, for HotSpot compiles a method from its entry on only when it was called often; unless they last. */
    private static final long WARM_UP_RUNS = 1000;

    private static final long LONGEST_WARM_UP_NS = 100_000_000;

    /** Of the time since, the slower form gets one part in so many. */
    private static final long RARELY = 50;

    /** A form so many times slower than the other one is not compiled yet, most likely. */
    private static final double FAR_BEHIND = 2;

    /** It runs for so long to see whether it is. */
    private static final double TRIAL_NS = 1_000_000;

    /** One disturbed run does not count, a lasting change does after some. */
    private static final double FORGETTING = 1.05;

    private double nsPerIteration = Double.MAX_VALUE / FORGETTING;
    private double latestNsPerIteration;
    private long spentNs;

    /** The part of {@link #spentNs} after the warm-up: a slow warm-up must not make trials rarer. */
    private long spentWarmNs;

    private long runs;

    /** Which of two forms to run next: the faster one, but for now and then. */
    static FormPace next(FormPace one, FormPace other) {
        boolean isOneFaster = one.nsPerIteration <= other.nsPerIteration;
        FormPace faster = isOneFaster ? one : other;
        FormPace slower = isOneFaster ? other : one;
        if (!slower.isWarm() && slower.spentNs <= faster.spentNs) {
            return slower;
        }
        return slower.spentWarmNs < faster.spentWarmNs / RARELY ? slower : faster;
    }

    private boolean isWarm() {
        return spentNs >= LONGEST_WARM_UP_NS || (spentNs >= WARM_UP_NS && runs >= WARM_UP_RUNS);
    }

    /** How far it should run from the iteration {@code from} on, at most to {@code to}; the other form runs the rest. */
    int end(FormPace other, int from, int to) {
        boolean isSlower = nsPerIteration > other.nsPerIteration; // not only for once, when it was disturbed
        return isSlower && latestNsPerIteration > FAR_BEHIND * other.nsPerIteration
                ? (int) Math.min(to, from + Math.max(1, (long) (TRIAL_NS / latestNsPerIteration)))
                : to;
    }

    void observe(long ns, long iterations) {
        spentWarmNs += isWarm() ? ns : 0;
        spentNs += ns;
        runs++;
        latestNsPerIteration = (double) ns / iterations;
        nsPerIteration = Math.min(latestNsPerIteration, FORGETTING * nsPerIteration);
    }
}
