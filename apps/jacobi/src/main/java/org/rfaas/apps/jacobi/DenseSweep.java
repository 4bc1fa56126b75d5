package org.rfaas.apps.jacobi;

import org.rfaas.offload.kernel.DoubleSpan;
import org.rfaas.offload.kernel.LoopArguments;
import org.rfaas.offload.kernel.LoopKernel;

/**
 * One Jacobi sweep over dense rows: {@code next[i] = x[i] + (b[i] - A[i]·x) / A[i][i]}.
 *
 * <p>Every row is summed from left to right, so a result does not depend on where a row is computed; four rows at a time,
 * so that four sums are under way and each {@code x[j]} is loaded once for all of them.
 */
public final class DenseSweep implements LoopKernel {
    static final int MATRIX = 0;
    static final int RHS = 1;
    static final int X = 2;
    static final int NEXT = 3;
    static final int COLUMNS = 4;
    static final int FIRST_ROW = 5;

    @Override
    public void run(int lo, int hi, LoopArguments arguments) {
        DoubleSpan a = arguments.doubles(MATRIX);
        DoubleSpan b = arguments.doubles(RHS);
        DoubleSpan x = arguments.doubles(X);
        DoubleSpan next = arguments.doubles(NEXT);
        int n = arguments.intScalar(COLUMNS);
        int firstRow = arguments.intScalar(FIRST_ROW);
        int i = lo;
        for (; i <= hi - 4; i += 4) {
            fourRows(i, n, firstRow, a, b, x, next);
        }
        for (; i < hi; i++) {
            long row = (long) i * n;
            double sum = 0;
            for (int j = 0; j < n; j++) {
                sum += a.get(row + j) * x.get(j);
            }
            next.set(i, step(i, sum, row + firstRow + i, firstRow, a, b, x));
        }
    }

    private static void fourRows(
            int i, int n, int firstRow, DoubleSpan a, DoubleSpan b, DoubleSpan x, DoubleSpan next) {
        long row0 = (long) i * n;
        long row1 = row0 + n;
        long row2 = row1 + n;
        long row3 = row2 + n;
        double sum0 = 0;
        double sum1 = 0;
        double sum2 = 0;
        double sum3 = 0;
        for (int j = 0; j < n; j++) {
            double xj = x.get(j);
            sum0 += a.get(row0 + j) * xj;
            sum1 += a.get(row1 + j) * xj;
            sum2 += a.get(row2 + j) * xj;
            sum3 += a.get(row3 + j) * xj;
        }
        next.set(i, step(i, sum0, row0 + firstRow + i, firstRow, a, b, x));
        next.set(i + 1L, step(i + 1, sum1, row1 + firstRow + i + 1, firstRow, a, b, x));
        next.set(i + 2L, step(i + 2, sum2, row2 + firstRow + i + 2, firstRow, a, b, x));
        next.set(i + 3L, step(i + 3, sum3, row3 + firstRow + i + 3, firstRow, a, b, x));
    }

    private static double step(
            int i, double sum, long diagonal, int firstRow, DoubleSpan a, DoubleSpan b, DoubleSpan x) {
        return x.get((long) firstRow + i) + (b.get(i) - sum) / a.get(diagonal);
    }
}
