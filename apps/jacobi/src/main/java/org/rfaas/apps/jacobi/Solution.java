package org.rfaas.apps.jacobi;

import java.util.Arrays;

/** All of x after so many iterations, and its relative residual |b - Ax| / |b|, computed on the ranks alone. */
final class Solution {
    private final double[] x;
    private final int iterations;
    private final double residual;

    Solution(double[] x, int iterations, double residual) {
        this.x = x;
        this.iterations = iterations;
        this.residual = residual;
    }

    int iterations() {
        return iterations;
    }

    double residual() {
        return residual;
    }

    /** Whether another solution is the same, bit for bit. */
    boolean equalsBitwise(Solution other) {
        return iterations == other.iterations && Arrays.equals(x, other.x);
    }

    /** Greatest difference to another vector, relative to that one's greatest element. */
    double distanceTo(double[] other) {
        double difference = 0;
        double greatest = 0;
        for (int i = 0; i < x.length; i++) {
            difference = Math.max(difference, Math.abs(x[i] - other[i]));
            greatest = Math.max(greatest, Math.abs(other[i]));
        }
        return greatest == 0 ? difference : difference / greatest;
    }
}
