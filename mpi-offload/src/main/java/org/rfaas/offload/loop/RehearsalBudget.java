package org.rfaas.offload.loop;

/**
 * What rehearsals may cost a loop: a small part of the time it runs, so that one that gains nothing by workers is hardly slower
 * than without them. What costs the rank is sending them, which for some loops takes longer than computing. Pure: times are
 * given, in ns.
 */
final class RehearsalBudget {
    /** Enough for the several hundred rehearsals of a new worker; the first are slow because the rank still compiles. */
    private static final double CREDIT_NS = 100_000_000;

    /** Of the time the loop runs. */
    private static final double FRACTION = 0.03;

    private double ns = CREDIT_NS;
    private long earnedFromNs;

    /**
     * Whether there may be another one.
     *
     * @param loopNs how long the loop has run on the rank so far
     */
    boolean allows(long loopNs) {
        ns = Math.min(CREDIT_NS, ns + FRACTION * (loopNs - earnedFromNs));
        earnedFromNs = loopNs;
        return ns > 0;
    }

    /** A rehearsal has taken the rank so long. */
    void spend(long sendingNs) {
        ns -= sendingNs;
    }
}
