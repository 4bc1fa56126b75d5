package org.rfaas.apps.jacobi;

import org.ejml.data.DMatrixRMaj;
import org.rfaas.offload.OffloadArray;
import org.rfaas.offload.OffloadRuntime;
import org.rfaas.offload.ParallelLoop;
import org.rfaas.offload.plan.Footprint;

/**
 * Dense rows.
 *
 * @param rows which rows
 * @param matrix {@code rows.count() x rows.of()}
 * @param right right-hand side of these rows
 */
record DenseSystem(RowBlock rows, DMatrixRMaj matrix, DMatrixRMaj right) implements LinearSystem {
    @Override
    public double[] rhs() {
        return right.data;
    }

    @Override
    public double diagonal(int i) {
        return matrix.get(i, rows.first() + i);
    }

    @Override
    public ParallelLoop sweep(OffloadRuntime runtime, OffloadArray x, OffloadArray next) {
        return runtime.loop("dense sweep", new DenseSweep())
                .read(OffloadArray.of(matrix), Footprint.rows(rows.of()))
                .read(OffloadArray.of(rhs()), Footprint.element())
                .read(x, Footprint.whole())
                .write(next, Footprint.element())
                .scalar(rows.of())
                .scalar(rows.first())
                .build();
    }

    @Override
    public double residualSquared(double[] x) {
        double squares = 0;
        for (int i = 0; i < rows.count(); i++) {
            double rest = right.get(i, 0);
            for (int j = 0; j < rows.of(); j++) {
                rest -= matrix.unsafe_get(i, j) * x[j];
            }
            squares += rest * rest;
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
