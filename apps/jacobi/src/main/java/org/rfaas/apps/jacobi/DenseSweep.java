package org.rfaas.apps.jacobi;

import org.rfaas.offload.In;
import org.rfaas.offload.Offload;

/** One Jacobi sweep over dense rows: {@code next[i] = x[i] + (b[i] - A[i]·x) / A[i][i]}. */
final class DenseSweep {
    private DenseSweep() {}

    /**
     * Sweeps a rank's rows. Each is summed in the same order wherever it is computed; in four sums, because an addition
     * takes four cycles and one sum would wait for itself.
     *
     * @param a {@code rows x columns}, row-major
     * @param b right-hand side of these rows, as {@code diagonal} and {@code next}
     * @param x all of it
     * @param first which element of x belongs to the first row
     */
    static void sweep(
            @In(stable = true) double[] a,
            @In(stable = true) double[] b,
            @In(stable = true) double[] diagonal,
            double[] x,
            double[] next,
            int rows,
            int columns,
            int first) {
        int fours = columns / 4 * 4;
        for (@Offload int i = 0; i < rows; i++) {
            int row = i * columns;
            double sum0 = 0;
            double sum1 = 0;
            double sum2 = 0;
            double sum3 = 0;
            for (int j = 0; j < fours; j += 4) {
                sum0 += a[row + j] * x[j];
                sum1 += a[row + j + 1] * x[j + 1];
                sum2 += a[row + j + 2] * x[j + 2];
                sum3 += a[row + j + 3] * x[j + 3];
            }
            for (int j = fours; j < columns; j++) {
                sum0 += a[row + j] * x[j];
            }
            next[i] = x[first + i] + (b[i] - (sum0 + sum1 + sum2 + sum3)) / diagonal[i];
        }
    }
}
