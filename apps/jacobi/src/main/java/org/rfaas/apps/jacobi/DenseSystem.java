package org.rfaas.apps.jacobi;

import org.ejml.data.DMatrixRMaj;
import org.rfaas.apps.harness.RowBlock;

/** Dense rows, in EJML's storage. */
final class DenseSystem implements LinearSystem {
    private final RowBlock rows;
    private final DMatrixRMaj matrix;
    private final DMatrixRMaj right;

    /** The matrix's diagonal again, because fetching it from the rows costs a cache line each. */
    private final double[] diagonal;

    /**
     * Rows of a system; nothing is copied.
     *
     * @param matrix {@code rows.count() x rows.of()}
     * @param right right-hand side of these rows
     */
    DenseSystem(RowBlock rows, DMatrixRMaj matrix, DMatrixRMaj right) {
        this.rows = rows;
        this.matrix = matrix;
        this.right = right;
        this.diagonal = new double[rows.count()];
        for (int i = 0; i < diagonal.length; i++) {
            diagonal[i] = matrix.get(i, rows.first() + i);
        }
    }

    @Override
    public RowBlock rows() {
        return rows;
    }

    @Override
    public double[] rhs() {
        return right.data;
    }

    @Override
    public double diagonal(int i) {
        return diagonal[i];
    }

    @Override
    public void sweep(double[] x, double[] next) {
        DenseSweep.sweep(matrix.data, right.data, diagonal, x, next, rows.count(), rows.of(), rows.first());
    }

    @Override
    public double residualSquared(double[] x, double unit) {
        double squares = 0;
        for (int i = 0; i < rows.count(); i++) {
            double rest = right.get(i, 0);
            for (int j = 0; j < rows.of(); j++) {
                rest -= matrix.unsafe_get(i, j) * x[j];
            }
            double inUnits = rest / unit;
            squares += inUnits * inUnits;
        }
        return squares;
    }

    @Override
    public void referenceStep(double[] x, double[] next) {
        for (int i = 0; i < rows.count(); i++) {
            double others = 0;
            for (int j = 0; j < rows.of(); j++) {
                if (j != rows.first() + i) {
                    others += matrix.unsafe_get(i, j) * x[j];
                }
            }
            next[i] = (right.get(i, 0) - others) / diagonal(i);
        }
    }

    @Override
    public int sweepsPerCheck() {
        return 1;
    }
}
