package org.rfaas.apps.jacobi;

import org.rfaas.apps.harness.Ranks;

/**
 * Residuals relative to |b|. What is squared is divided by the greatest |b[i]| before: squares of large numbers leave the
 * range of {@code double}, and those of small ones vanish.
 *
 * @param unit greatest |b[i]| of all ranks, or 1 where b is zero
 * @param norm |b| in units, at least 1
 */
record RelativeResidual(double unit, double norm) {
    /** Relative to the right-hand side of which each rank has its rows; collective. */
    static RelativeResidual to(double[] rhs, Ranks ranks) {
        double greatest = 0;
        for (double b : rhs) {
            greatest = Math.max(greatest, Math.abs(b));
        }
        greatest = ranks.max(greatest);
        if (greatest == 0) {
            return new RelativeResidual(1, 1);
        }
        double squares = 0;
        for (double b : rhs) {
            double inUnits = b / greatest;
            squares += inUnits * inUnits;
        }
        return new RelativeResidual(greatest, Math.sqrt(ranks.sum(squares)));
    }

    /** Of the sum of squared residuals, each in units. */
    double ofSquares(double squares) {
        return Math.sqrt(squares) / norm;
    }
}
