package org.rfaas.apps.jacobi;

import org.rfaas.offload.In;
import org.rfaas.offload.Offload;

/** One Jacobi sweep over compressed sparse rows: {@code next[i] = x[i] + (b[i] - A[i]·x) / A[i][i]}. */
final class SparseSweep {
    private SparseSweep() {}

    /**
     * Sweeps a rank's rows, each summed in the order in which it is stored.
     *
     * @param offsets where rows begin in {@code columns} and {@code values}, and where the last one ends
     * @param b right-hand side of these rows, as {@code diagonal} and {@code next}
     * @param x all of it
     * @param first which element of x belongs to the first row
     */
    static void sweep(
            @In(stable = true) int[] offsets,
            @In(stable = true) int[] columns,
            @In(stable = true) double[] values,
            @In(stable = true) double[] b,
            @In(stable = true) double[] diagonal,
            double[] x,
            double[] next,
            int rows,
            int first) {
        for (@Offload int i = 0; i < rows; i++) {
            double sum = 0;
            for (int k = offsets[i]; k < offsets[i + 1]; k++) {
                sum += values[k] * x[columns[k]];
            }
            next[i] = x[first + i] + (b[i] - sum) / diagonal[i];
        }
    }
}
