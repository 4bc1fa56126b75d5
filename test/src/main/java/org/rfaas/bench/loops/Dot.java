package org.rfaas.bench.loops;

import org.rfaas.offload.In;
import org.rfaas.offload.Offload;

/** Scalar product, a reduction. */
public final class Dot implements LoopTrial {
    private static final int N = 1 << 20;

    private final double[] x = Numbers.doubles(N);
    private final double[] y = Numbers.doubles(N);
    private double result;

    @Override
    public void run() {
        result = dot(x, y);
    }

    @Override
    public double checksum() {
        return result;
    }

    private static double dot(@In(stable = true) double[] x, @In(stable = true) double[] y) {
        double sum = 0;
        for (@Offload(reassociate = true) int i = 0; i < x.length; i++) {
            sum += x[i] * y[i];
        }
        return sum;
    }
}
