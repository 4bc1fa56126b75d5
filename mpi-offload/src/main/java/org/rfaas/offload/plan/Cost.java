package org.rfaas.offload.plan;

/**
 * Time as a function of iterations: {@code fixedNs + perIterationNs * n}, and nothing for no iterations.
 *
 * @param fixedNs time to begin, ns, at least 0
 * @param perIterationNs time an iteration, ns, at least 0
 */
public record Cost(double fixedNs, double perIterationNs) {
    public Cost {
        if (!(fixedNs >= 0) || !(perIterationNs >= 0)) {
            throw new IllegalArgumentException("a cost of " + fixedNs + " + " + perIterationNs + " n ns");
        }
    }

    /** Time of {@code n} iterations, ns. */
    public double ns(double n) {
        return n <= 0 ? 0 : fixedNs + perIterationNs * n;
    }

    /** How many iterations, not rounded, fit into a time; 0 when not even the beginning does. */
    public double iterationsWithin(double ns) {
        if (ns <= fixedNs) {
            return 0;
        }
        return perIterationNs == 0 ? Double.MAX_VALUE : (ns - fixedNs) / perIterationNs;
    }
}
