package org.rfaas.bench.loops;

import org.rfaas.offload.Offload;

/** Forces of all bodies on each other, in the plane. */
public final class BodyForces implements LoopTrial {
    private static final int N = 2000;

    private final double[] x = Numbers.doubles(N);
    private final double[] y = Numbers.doubles(N + 1);
    private final double[] mass = Numbers.doubles(N);
    private final double[] fx = new double[N];
    private final double[] fy = new double[N];

    @Override
    public void run() {
        forces(N, x, y, mass, fx, fy);
    }

    @Override
    public double checksum() {
        return Numbers.sum(fx) + Numbers.sum(fy);
    }

    private static void forces(int n, double[] x, double[] y, double[] mass, double[] fx, double[] fy) {
        for (@Offload int i = 0; i < n; i++) {
            double sumX = 0;
            double sumY = 0;
            for (int j = 0; j < n; j++) {
                double dx = x[j] - x[i];
                double dy = y[j] - y[i];
                double square = dx * dx + dy * dy + 1e-3;
                double pull = mass[j] / (square * Math.sqrt(square));
                sumX += pull * dx;
                sumY += pull * dy;
            }
            fx[i] = sumX;
            fy[i] = sumY;
        }
    }
}
