package org.rfaas.offload.weave.analysis;

import java.util.List;
import org.rfaas.offload.index.Polynomial;

/**
 * Decides whether iterations touch disjoint elements: {@code stride * i + offset} for offsets that spread over less than a
 * stride.
 */
final class Independence {
    /** What can be said without the values of a call. */
    enum Outcome {
        PROVED,
        DEPENDS_ON_VALUES,
        CONTRADICTED
    }

    private final Extremes extremes;
    private final int step;

    /**
     * For a loop.
     *
     * @param step of the loop variable
     */
    Independence(Extremes extremes, int step) {
        this.extremes = extremes;
        this.step = Math.abs(step);
    }

    Outcome of(Polynomial stride, List<Polynomial> offsets) {
        Outcome outcome = Outcome.PROVED;
        for (Polynomial one : offsets) {
            for (Polynomial other : offsets) {
                Polynomial greatest = extremes.greatest(one);
                Polynomial least = extremes.least(other);
                Outcome pair = greatest == null || least == null
                        ? Outcome.DEPENDS_ON_VALUES
                        : compare(stride, greatest.minus(least));
                outcome = pair.compareTo(outcome) > 0 ? pair : outcome;
            }
        }
        return outcome;
    }

    /** Whether a spread is less than the distance of two iterations. */
    private Outcome compare(Polynomial stride, Polynomial spread) {
        Polynomial distance = stride.times(Polynomial.constant(step));
        Outcome forward = sign(distance.minus(spread).plus(-1));
        Outcome backward = sign(distance.negated().minus(spread).plus(-1));
        if (forward == Outcome.PROVED || backward == Outcome.PROVED) {
            return Outcome.PROVED;
        }
        boolean isCertain = forward == Outcome.CONTRADICTED && backward == Outcome.CONTRADICTED;
        return isCertain ? Outcome.CONTRADICTED : Outcome.DEPENDS_ON_VALUES;
    }

    private static Outcome sign(Polynomial slack) {
        if (!slack.isConstant()) {
            return Outcome.DEPENDS_ON_VALUES;
        }
        return slack.constantTerm() >= 0 ? Outcome.PROVED : Outcome.CONTRADICTED;
    }

    /** Whether what is read lies a whole number of iterations away from what is written, so that it is another's. */
    boolean isShiftedStripe(Polynomial stride, Polynomial read, Polynomial written) {
        Polynomial difference = read.minus(written);
        for (int times = 1; times <= 8; times++) {
            Polynomial multiple = stride.times(Polynomial.constant((long) step * times));
            if (difference.equals(multiple) || difference.equals(multiple.negated())) {
                return true;
            }
        }
        return false;
    }
}
