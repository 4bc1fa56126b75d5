package org.rfaas.apps.jacobi;

import org.rfaas.offload.In;
import org.rfaas.offload.Offload;

/**
 * The matrix product's loop. An iteration makes {@link #ROWS} rows of C = A·B from as many of A: each row of B is fetched
 * once for all of them, and copied, because the compiler makes vector instructions of a loop over doubles only if all its
 * arrays have the same index.
 */
final class ProductLoop {
    /** Rows an iteration. */
    static final int ROWS = 8;

    private ProductLoop() {}

    /**
     * C = A·B, each element summed up in the order of B's rows.
     *
     * @param a {@code blocks * ROWS x n}, row-major, as is c
     * @param b {@code n x n}
     */
    static void multiply(@In(stable = true) double[] a, @In(stable = true) double[] b, double[] c, int n, int blocks) {
        for (@Offload int block = 0; block < blocks; block++) {
            double[] row = new double[n];
            double[] sum0 = new double[n];
            double[] sum1 = new double[n];
            double[] sum2 = new double[n];
            double[] sum3 = new double[n];
            double[] sum4 = new double[n];
            double[] sum5 = new double[n];
            double[] sum6 = new double[n];
            double[] sum7 = new double[n];
            int first = block * ROWS * n;
            for (int k = 0; k < n; k++) {
                for (int j = 0; j < n; j++) {
                    row[j] = b[k * n + j];
                }
                double a0 = a[first + k];
                double a1 = a[first + n + k];
                double a2 = a[first + 2 * n + k];
                double a3 = a[first + 3 * n + k];
                for (int j = 0; j < n; j++) {
                    sum0[j] += a0 * row[j];
                    sum1[j] += a1 * row[j];
                    sum2[j] += a2 * row[j];
                    sum3[j] += a3 * row[j];
                }
                double a4 = a[first + 4 * n + k];
                double a5 = a[first + 5 * n + k];
                double a6 = a[first + 6 * n + k];
                double a7 = a[first + 7 * n + k];
                for (int j = 0; j < n; j++) {
                    sum4[j] += a4 * row[j];
                    sum5[j] += a5 * row[j];
                    sum6[j] += a6 * row[j];
                    sum7[j] += a7 * row[j];
                }
            }
            for (int j = 0; j < n; j++) {
                c[first + j] = sum0[j];
                c[first + n + j] = sum1[j];
                c[first + 2 * n + j] = sum2[j];
                c[first + 3 * n + j] = sum3[j];
                c[first + 4 * n + j] = sum4[j];
                c[first + 5 * n + j] = sum5[j];
                c[first + 6 * n + j] = sum6[j];
                c[first + 7 * n + j] = sum7[j];
            }
        }
    }
}
