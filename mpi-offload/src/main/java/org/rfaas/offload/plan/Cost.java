package org.rfaas.offload.plan;

/**
 * Time as a function of {@linkplain WorkProfile work}: {@code fixedNs + nsPerUnit * work}, and nothing for no work.
 *
 * @param fixedNs time to begin, ns, at least 0
 * @param nsPerUnit time a unit of work, ns, at least 0
 */
public record Cost(double fixedNs, double nsPerUnit) {
    public Cost {
        if (!(fixedNs >= 0) || !(nsPerUnit >= 0)) {
            throw new IllegalArgumentException("a cost of " + fixedNs + " + " + nsPerUnit + " work ns");
        }
    }

    /** Time of so much work, ns. */
    public double ns(double work) {
        return work <= 0 ? 0 : fixedNs + nsPerUnit * work;
    }

    /** How much work fits into a time; none when not even the beginning does. */
    public double workWithin(double ns) {
        if (ns <= fixedNs) {
            return 0;
        }
        return nsPerUnit == 0 ? Double.MAX_VALUE : (ns - fixedNs) / nsPerUnit;
    }
}
