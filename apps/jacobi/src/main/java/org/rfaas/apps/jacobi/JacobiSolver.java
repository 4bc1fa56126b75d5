package org.rfaas.apps.jacobi;

import java.util.Locale;
import org.rfaas.apps.harness.InputException;
import org.rfaas.apps.harness.Progress;
import org.rfaas.apps.harness.Ranks;

/** Jacobi's iteration, started at zero, with a rank's rows swept by an offloaded loop. */
final class JacobiSolver {
    /** A relative residual of this and more ends the run as divergent: a chosen bound, far above those of iterations that converge. */
    private static final double DIVERGED = 1e8;

    private final LinearSystem system;
    private final Ranks ranks;
    private final Progress progress;

    JacobiSolver(LinearSystem system, Ranks ranks, Progress progress) {
        this.system = system;
        this.ranks = ranks;
        this.progress = progress;
    }

    /**
     * Iterates until the relative residual |b - Ax| / |b| meets the tolerance; collective.
     *
     * @throws InputException when the iteration diverges, or its numbers leave the range of {@code double}
     */
    Solution solve(double tolerance, int maxIterations) throws InputException {
        int first = system.rows().first();
        double[] x = new double[system.rows().of()];
        double[] next = new double[system.rows().count()];
        RelativeResidual relative = RelativeResidual.to(system.rhs(), ranks);
        double residual = Double.POSITIVE_INFINITY;
        int iteration = 0;
        while (iteration < maxIterations && residual > tolerance) {
            iteration++;
            system.sweep(x, next);
            boolean isCheck = iteration % system.sweepsPerCheck() == 0 || iteration == maxIterations;
            double step = isCheck ? ranks.sum(stepSquared(x, next, first, relative.unit())) : 0;
            ranks.gather(next, x);
            if (isCheck) {
                residual = relative.ofSquares(step);
                show(iteration, residual);
                requireConvergence(residual, iteration);
                if (residual <= tolerance || iteration == maxIterations) {
                    // what the sweep implies is the residual before it; only the real one decides
                    residual = relative.ofSquares(ranks.sum(system.residualSquared(x, relative.unit())));
                }
            }
        }
        return new Solution(x, iteration, residual);
    }

    /** Squared residual, in units, of x before the sweep: each element moved by its residual over the diagonal. */
    private double stepSquared(double[] x, double[] next, int first, double unit) {
        double squares = 0;
        for (int i = 0; i < next.length; i++) {
            double residual = system.diagonal(i) * (next[i] - x[first + i]) / unit;
            squares += residual * residual;
        }
        return squares;
    }

    private void show(int iteration, double residual) {
        progress.show(() -> String.format(Locale.ROOT, "iteration %d, residual %.3e", iteration, residual));
    }

    private static void requireConvergence(double residual, int iteration) throws InputException {
        if (!Double.isFinite(residual)) {
            throw new InputException("the numbers leave the range of double: after " + iteration
                    + " iterations the relative residual is " + residual
                    + "; the matrix or the right-hand side is too large for it, or the diagonal too small");
        }
        if (residual >= DIVERGED) {
            throw new InputException(
                    "the iteration diverges: after " + iteration + " iterations the relative residual is " + residual
                            + "; Jacobi's iteration needs a matrix whose diagonal dominates");
        }
    }
}
