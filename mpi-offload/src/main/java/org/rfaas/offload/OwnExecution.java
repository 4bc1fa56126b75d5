package org.rfaas.offload;

import org.rfaas.offload.plan.Pace;

/** The rank's own execution of one loop: counts it, and times as much of it as is needed to know its pace. */
final class OwnExecution {
    /** The first runs are all timed, later ones in place now and then. */
    private static final int TIMED_AT_FIRST = 4;

    private static final int TIMED_EVERY = 64;

    /** Runs after which no single one decides. */
    private static final int ENOUGH = 3;

    private final Counters counters;
    private final Pace pace = new Pace();
    private int untimed;

    OwnExecution(Counters counters) {
        this.counters = counters;
    }

    /** Whether the next run should be timed. */
    boolean isDue() {
        return pace.observations() < TIMED_AT_FIRST || untimed >= TIMED_EVERY;
    }

    /** Whether the pace is known well enough to plan with. */
    boolean isKnown() {
        return pace.observations() >= ENOUGH;
    }

    /** A run in place, as written, is counted and not timed. */
    void ranInPlace(long iterations) {
        counters.iterationsLocal += iterations;
        untimed++;
    }

    /**
     * Runs a range and learns from it.
     *
     * @return its time, ns
     */
    long run(LocalRange local, int lo, int hi) {
        long ns = runPiece(local, lo, hi);
        observe((long) hi - lo, ns);
        return ns;
    }

    /**
     * Runs a piece of a range; the whole is to be {@link #observe observed}.
     *
     * @return its time, ns
     */
    long runPiece(LocalRange local, int lo, int hi) {
        long startNs = System.nanoTime();
        local.run(lo, hi);
        counters.iterationsLocal += (long) hi - lo;
        long ns = System.nanoTime() - startNs;
        counters.ownNs += ns;
        return ns;
    }

    void observe(long iterations, long ns) {
        pace.observe(iterations, ns);
        untimed = 0;
    }

    Pace pace() {
        return pace;
    }
}
