package org.rfaas.bench.loops;

import org.rfaas.offload.In;
import org.rfaas.offload.Offload;

/** Matrix times vector, the matrix as an array of rows. */
public final class MatrixVector implements LoopTrial {
    private static final int N = 1500;

    private final double[][] a = new double[N][];
    private final double[] x = Numbers.doubles(N);
    private final double[] y = new double[N];

    public MatrixVector() {
        for (int i = 0; i < N; i++) {
            a[i] = Numbers.doubles(N);
        }
    }

    @Override
    public void run() {
        multiply(N, a, x, y);
    }

    @Override
    public double checksum() {
        return Numbers.sum(y);
    }

    private static void multiply(int n, @In(stable = true) double[][] a, double[] x, double[] y) {
        for (@Offload int i = 0; i < n; i++) {
            double sum = 0;
            for (int j = 0; j < n; j++) {
                sum += a[i][j] * x[j];
            }
            y[i] = sum;
        }
    }
}
