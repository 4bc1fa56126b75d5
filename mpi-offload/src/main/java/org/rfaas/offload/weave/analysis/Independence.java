package org.rfaas.offload.weave.analysis;

import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
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

    /** So many iterations away a read is taken for another's element. */
    private static final int SHIFTS = 8;

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

    /** For accesses with this stride, of which there are none yet. */
    Spread along(Polynomial stride) {
        return new Spread(this, extremes, stride);
    }

    /** Whether it is less than the distance of two iterations from an element to another; none where they are unknown. */
    Outcome of(Polynomial stride, @Nullable Polynomial greatest, @Nullable Polynomial least) {
        if (greatest == null || least == null) {
            return Outcome.DEPENDS_ON_VALUES;
        }
        Polynomial spread = greatest.minus(least);
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

    /** Distances of an iteration from those after it. */
    List<Polynomial> multiples(Polynomial stride) {
        return IntStream.rangeClosed(1, SHIFTS)
                .mapToObj(times -> stride.times(Polynomial.constant((long) step * times)))
                .toList();
    }
}
