package org.rfaas.offload.kernel;

/** How fast one form of a body has been. */
final class FormPace {
    /** What each form gets at first, so that it is compiled before it is judged. */
    private static final long WARM_UP_NS = 40_000_000;

    /** Of the time since, the slower form gets one part in so many. */
    private static final long RARELY = 50;

    /** One disturbed run does not count, a lasting change does after some. */
    private static final double FORGETTING = 1.05;

    private double nsPerIteration = Double.MAX_VALUE / FORGETTING;
    private long spentNs;

    /** Which of two forms to run next: the faster one, but for now and then. */
    static FormPace next(FormPace one, FormPace other) {
        boolean isOneFaster = one.nsPerIteration <= other.nsPerIteration;
        FormPace faster = isOneFaster ? one : other;
        FormPace slower = isOneFaster ? other : one;
        if (slower.spentNs < WARM_UP_NS && slower.spentNs <= faster.spentNs) {
            return slower;
        }
        return slower.spentNs < faster.spentNs / RARELY ? slower : faster;
    }

    void observe(long ns, long iterations) {
        spentNs += ns;
        nsPerIteration = Math.min((double) ns / iterations, FORGETTING * nsPerIteration);
    }
}
