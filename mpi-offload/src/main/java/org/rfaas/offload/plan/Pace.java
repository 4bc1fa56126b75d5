package org.rfaas.offload.plan;

/**
 * How long a unit of {@linkplain WorkProfile work} takes: the lower quartile of the last runs, because a
 * busy machine, a collector or a compiler only ever makes them longer. One thread; allocates nothing.
 */
public final class Pace {
    private final LowerQuartile nsPerUnit = new LowerQuartile();

    /** Adds a run; those of no work or negative time say nothing. */
    public void observe(double work, long ns) {
        if (!(work > 0) || ns < 0) {
            return;
        }
        nsPerUnit.add(ns / work);
    }

    /** How many runs it has seen; stops counting at some number of at least {@value LowerQuartile#WINDOW}. */
    public int observations() {
        return nsPerUnit.count();
    }

    public boolean isKnown() {
        return nsPerUnit.count() > 0;
    }

    /** Time of a unit of work, ns; 0 as long as it is not known. */
    public double nsPerUnit() {
        return nsPerUnit.value();
    }

    /** Time of so much work, ns. */
    public double ns(double work) {
        return nsPerUnit.value() * work;
    }

    /** As a cost without a fixed part. */
    public Cost cost() {
        return new Cost(0, nsPerUnit.value());
    }

    /** Forgets all runs. */
    public void forget() {
        nsPerUnit.clear();
    }
}
