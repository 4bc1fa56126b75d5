package org.rfaas.bench.loops;

import org.rfaas.offload.Offload;

/** {@code y[i] += a * x[i]} on vectors that come from memory. */
public final class Axpy implements LoopTrial {
    private static final int N = 1 << 23;

    private final double[] x = Numbers.doubles(N);
    private final double[] y = new double[N];

    @Override
    public void run() {
        axpy(1e-3, x, y);
    }

    @Override
    public double checksum() {
        return Numbers.sum(y);
    }

    private static void axpy(double a, double[] x, double[] y) {
        for (@Offload int i = 0; i < x.length; i++) {
            y[i] += a * x[i];
        }
    }
}
