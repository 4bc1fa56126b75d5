package org.rfaas.apps.jacobi;

import org.rfaas.apps.harness.InputException;
import org.rfaas.apps.harness.RowBlock;

/** A rank's rows of Ax = b. */
sealed interface LinearSystem permits DenseSystem, SparseSystem {
    RowBlock rows();

    /** Right-hand side of the rank's rows. */
    double[] rhs();

    /** Element A[i][i] of the rank's row {@code i}, counted from its first. */
    double diagonal(int i);

    /** Makes the rank's rows of the next iterate from the whole of x. */
    void sweep(double[] x, double[] next);

    /** Sum over the rank's rows of ((b - Ax) / unit)², computed on the rank alone. */
    double residualSquared(double[] x, double unit);

    /** One step of the textbook's iteration, as the reference does it. */
    void referenceStep(double[] x, double[] next);

    /** Sweeps between two looks at whether the iteration has converged. */
    int sweepsPerCheck();

    /**
     * Makes sure that the iteration is defined.
     *
     * @throws InputException naming the first row, counted from 1, with a zero on the diagonal
     */
    default void requireDiagonal() throws InputException {
        for (int i = 0; i < rows().count(); i++) {
            if (diagonal(i) == 0) {
                throw new InputException("row " + (rows().first() + i + 1)
                        + " has a zero on the diagonal; Jacobi's iteration divides by it");
            }
        }
    }
}
