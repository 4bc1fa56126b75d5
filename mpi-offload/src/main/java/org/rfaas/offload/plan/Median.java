package org.rfaas.offload.plan;

import java.util.Arrays;

/** Median of the last values; at first of as many copies of a prior, so that one outlier never decides. */
public final class Median {
    private static final int WINDOW = 5;

    private final double[] values = new double[WINDOW];
    private final double[] sorted = new double[WINDOW];
    private int next;

    public Median(double prior) {
        Arrays.fill(values, prior);
        Arrays.fill(sorted, prior);
    }

    public void add(double value) {
        values[next] = value;
        next = (next + 1) % WINDOW;
        System.arraycopy(values, 0, sorted, 0, WINDOW);
        Arrays.sort(sorted);
    }

    public double value() {
        return sorted[WINDOW / 2];
    }
}
