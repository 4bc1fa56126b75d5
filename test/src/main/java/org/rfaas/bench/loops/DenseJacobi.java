package org.rfaas.bench.loops;

import org.rfaas.offload.In;
import org.rfaas.offload.Offload;

/** A sweep of the dense Jacobi method. */
public final class DenseJacobi implements LoopTrial {
    private static final int N = 1500;

    private final double[] a = Numbers.doubles(N * N);
    private final double[] b = Numbers.doubles(N);
    private final double[] x = Numbers.doubles(N);
    private final double[] next = new double[N];

    @Override
    public void run() {
        sweep(N, a, b, x, next);
    }

    @Override
    public double checksum() {
        return Numbers.sum(next);
    }

    private static void sweep(int n, @In(stable = true) double[] a, double[] b, double[] x, double[] next) {
        for (@Offload int i = 0; i < n; i++) {
            double sum = b[i];
            for (int j = 0; j < n; j++) {
                sum -= a[i * n + j] * x[j];
            }
            next[i] = (sum + a[i * n + i] * x[i]) / (n + a[i * n + i]);
        }
    }
}
