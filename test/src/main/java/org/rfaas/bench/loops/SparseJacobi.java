package org.rfaas.bench.loops;

import org.rfaas.offload.In;
import org.rfaas.offload.Offload;

/** A sweep of the Jacobi method over a CSR matrix as long as a solver's: it comes from memory, its rows are of a 27-point stencil. */
public final class SparseJacobi implements LoopTrial {
    private static final int N = 500_000;
    private static final int PER_ROW = 27;

    private final int[] offsets = new int[N + 1];
    private final int[] columns = new int[N * PER_ROW];
    private final double[] values = Numbers.doubles(N * PER_ROW);
    private final double[] b = Numbers.doubles(N);
    private final double[] x = Numbers.doubles(N);
    private final double[] next = new double[N];

    public SparseJacobi() {
        for (int i = 0; i < N; i++) {
            offsets[i + 1] = offsets[i] + PER_ROW;
            for (int k = 0; k < PER_ROW; k++) {
                columns[i * PER_ROW + k] = (i + 37 * k) % N;
            }
        }
    }

    @Override
    public void run() {
        sweep(N, offsets, columns, values, b, x, next);
    }

    @Override
    public double checksum() {
        return Numbers.sum(next);
    }

    private static void sweep(
            int n,
            @In(stable = true) int[] offsets,
            @In(stable = true) int[] columns,
            @In(stable = true) double[] values,
            double[] b,
            double[] x,
            double[] next) {
        for (@Offload int i = 0; i < n; i++) {
            double sum = b[i];
            for (int k = offsets[i]; k < offsets[i + 1]; k++) {
                sum -= values[k] * x[columns[k]];
            }
            next[i] = sum / 16;
        }
    }
}
