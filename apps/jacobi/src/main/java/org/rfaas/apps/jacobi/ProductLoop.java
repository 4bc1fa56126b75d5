package org.rfaas.apps.jacobi;

import org.rfaas.offload.In;
import org.rfaas.offload.Offload;

/**
 * The matrix product's loop. An iteration makes {@link #ROWS} rows of C = A·B from as many of A: each row of B is fetched
 * once for all of them, and copied, because the compiler makes vector instructions of a loop over doubles only if all its
 * arrays have the same index. What is hot is in methods of its own: a product is one call, and in a method that runs but once
 * it depends on luck at which of its loops HotSpot enters compiled code, and on that how well it compiles them.
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
                System.arraycopy(b, k * n, row, 0, n);
                int at = first + k;
                add(row, a[at], a[at + n], a[at + 2 * n], a[at + 3 * n], sum0, sum1, sum2, sum3, n);
                at += 4 * n;
                add(row, a[at], a[at + n], a[at + 2 * n], a[at + 3 * n], sum4, sum5, sum6, sum7, n);
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

    /** Adds multiples of a row to four sums. */
    private static void add(
            double[] row,
            double a0,
            double a1,
            double a2,
            double a3,
            double[] sum0,
            double[] sum1,
            double[] sum2,
            double[] sum3,
            int n) {
        for (int j = 0; j < n; j++) {
            sum0[j] += a0 * row[j];
            sum1[j] += a1 * row[j];
            sum2[j] += a2 * row[j];
            sum3[j] += a3 * row[j];
        }
    }
}
