package org.rfaas.offload.plan;

import java.util.Arrays;

/**
 * How long a unit of {@linkplain WorkProfile work} takes: the lower quartile of the last runs, because a
 * busy machine, a collector or a compiler only ever makes them longer. One thread; allocates nothing.
 */
public final class Pace {
    /** Runs remembered. */
    static final int WINDOW = 9;

    private final double[] recent = new double[WINDOW];
    private final double[] sorted = new double[WINDOW];
    private int observations;
    private double nsPerUnit;

    /** Adds a run; those of no work or negative time say nothing. */
    public void observe(double work, long ns) {
        if (!(work > 0) || ns < 0) {
            return;
        }
        recent[observations % WINDOW] = ns / work;
        observations = observations == 2 * WINDOW - 1 ? WINDOW : observations + 1;
        int size = Math.min(observations, WINDOW);
        System.arraycopy(recent, 0, sorted, 0, size);
        Arrays.sort(sorted, 0, size);
        nsPerUnit = sorted[size / 4];
    }

    /** How many runs it has seen; stops counting at some number of at least {@value #WINDOW}. */
    public int observations() {
        return observations;
    }

    public boolean isKnown() {
        return observations > 0;
    }

    /** Time of a unit of work, ns; 0 as long as it is not known. */
    public double nsPerUnit() {
        return nsPerUnit;
    }

    /** Time of so much work, ns. */
    public double ns(double work) {
        return nsPerUnit * work;
    }

    /** As a cost without a fixed part. */
    public Cost cost() {
        return new Cost(0, nsPerUnit);
    }

    /** Forgets all runs. */
    public void forget() {
        observations = 0;
        nsPerUnit = 0;
    }
}
