package org.rfaas.apps.jacobi;

import java.util.Locale;
import org.rfaas.apps.harness.InputException;
import org.rfaas.apps.harness.Progress;
import org.rfaas.apps.harness.Ranks;

/** Jacobi's iteration, started at zero, with a rank's rows swept by an offloaded loop. */
final class JacobiSolver {
    /** A residual this many times the right-hand side's norm will not come down again. */
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
     * @throws InputException when the iteration diverges
     */
    Solution solve(double tolerance, int maxIterations) throws InputException {
        int first = system.rows().first();
        double[] x = new double[system.rows().of()];
        double[] next = new double[system.rows().count()];
        double rhsNorm = rhsNorm();
        double residual = Double.POSITIVE_INFINITY;
        int iteration = 0;
        while (iteration < maxIterations && residual > tolerance) {
            iteration++;
            system.sweep(x, next);
            boolean isCheck = iteration % system.sweepsPerCheck() == 0 || iteration == maxIterations;
            double step = isCheck ? ranks.sum(stepSquared(x, next, first)) : 0;
            ranks.gather(next, x);
            if (isCheck) {
                residual = Math.sqrt(step) / rhsNorm;
                show(iteration, residual);
                requireConvergence(residual, iteration);
                if (residual <= tolerance || iteration == maxIterations) {
                    // what the sweep implies is the residual before it; only the real one decides
                    residual = residual(x, rhsNorm);
                }
            }
        }
        return new Solution(x, iteration, residual);
    }

    /** Squared residual of x before the sweep: each element moved by its residual over the diagonal. */
    private double stepSquared(double[] x, double[] next, int first) {
        double squares = 0;
        for (int i = 0; i < next.length; i++) {
            double residual = system.diagonal(i) * (next[i] - x[first + i]);
            squares += residual * residual;
        }
        return squares;
    }

    private void show(int iteration, double residual) {
        progress.show(() -> String.format(Locale.ROOT, "iteration %d, residual %.3e", iteration, residual));
    }

    private double residual(double[] x, double rhsNorm) {
        return Math.sqrt(ranks.sum(system.residualSquared(x))) / rhsNorm;
    }

    private double rhsNorm() {
        double squares = 0;
        for (double b : system.rhs()) {
            squares += b * b;
        }
        double norm = Math.sqrt(ranks.sum(squares));
        return norm == 0 ? 1 : norm;
    }

    private static void requireConvergence(double residual, int iteration) throws InputException {
        if (!(residual < DIVERGED)) {
            throw new InputException(
                    "the iteration diverges: after " + iteration + " iterations the relative residual is " + residual
                            + "; Jacobi's iteration needs a matrix whose diagonal dominates");
        }
    }
}
