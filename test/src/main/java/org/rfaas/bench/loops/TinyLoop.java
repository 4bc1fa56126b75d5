package org.rfaas.bench.loops;

import org.rfaas.offload.Offload;

/** Loops of one iteration each, of which one costs no more than being asked whether to share it. */
public final class TinyLoop implements LoopTrial {
    /** Loops a run. */
    static final int CALLS = 10_000;

    private final double[] x = Numbers.doubles(1);
    private final double[] y = new double[1];

    @Override
    public void run() {
        for (int call = 0; call < CALLS; call++) {
            axpy(1e-3, x, y);
        }
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
