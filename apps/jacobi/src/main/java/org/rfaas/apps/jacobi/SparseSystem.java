package org.rfaas.apps.jacobi;

import org.rfaas.apps.harness.RowBlock;

/** Compressed sparse rows: row {@code i} has the elements {@code offsets[i]} to {@code offsets[i + 1] - 1}. */
final class SparseSystem implements LinearSystem {
    private final RowBlock rows;
    private final int[] offsets;
    private final int[] columns;
    private final double[] values;
    private final double[] diagonal;
    private final double[] rhs;

    /**
     * Rows of a system; no array is copied.
     *
     * @param offsets of {@code rows.count() + 1} elements
     * @param columns column of each stored element
     */
    SparseSystem(RowBlock rows, int[] offsets, int[] columns, double[] values, double[] rhs) {
        this.rows = rows;
        this.offsets = offsets;
        this.columns = columns;
        this.values = values;
        this.rhs = rhs;
        this.diagonal = new double[rows.count()];
        for (int i = 0; i < rows.count(); i++) {
            for (int k = offsets[i]; k < offsets[i + 1]; k++) {
                if (columns[k] == rows.first() + i) {
                    diagonal[i] += values[k];
                }
            }
        }
    }

    @Override
    public RowBlock rows() {
        return rows;
    }

    @Override
    public double[] rhs() {
        return rhs;
    }

    @Override
    public double diagonal(int i) {
        return diagonal[i];
    }

    @Override
    public void sweep(double[] x, double[] next) {
        SparseSweep.sweep(offsets, columns, values, rhs, diagonal, x, next, rows.count(), rows.first());
    }

    @Override
    public double residualSquared(double[] x, double unit) {
        double squares = 0;
        for (int i = 0; i < rows.count(); i++) {
            double rest = rhs[i];
            for (int k = offsets[i]; k < offsets[i + 1]; k++) {
                rest -= values[k] * x[columns[k]];
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
            for (int k = offsets[i]; k < offsets[i + 1]; k++) {
                if (columns[k] != rows.first() + i) {
                    others += values[k] * x[columns[k]];
                }
            }
            next[i] = (rhs[i] - others) / diagonal[i];
        }
    }

    @Override
    public int sweepsPerCheck() {
        return 10;
    }
}
