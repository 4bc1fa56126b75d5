package org.rfaas.bench.loops;

import org.rfaas.offload.In;
import org.rfaas.offload.Offload;

/** Least and greatest number of an array, two reductions in one loop. */
public final class Extremes implements LoopTrial {
    private static final int N = 1 << 20;

    private final double[] x = Numbers.doubles(N);
    private double result;

    @Override
    public void run() {
        result = spread(x);
    }

    @Override
    public double checksum() {
        return result;
    }

    private static double spread(@In(stable = true) double[] x) {
        double least = Double.POSITIVE_INFINITY;
        double greatest = Double.NEGATIVE_INFINITY;
        for (@Offload int i = 0; i < x.length; i++) {
            least = Math.min(least, x[i]);
            greatest = Math.max(greatest, x[i]);
        }
        return greatest - least;
    }
}
