package org.rfaas.offload.plan;

import java.util.Arrays;

/**
 * Lower quartile of the last values; at first of as many copies of a prior, so that one outlier never decides. For delays,
 * which a busy machine only ever makes longer.
 */
public final class LowerQuartile {
    private static final int WINDOW = 9;

    private final double[] values = new double[WINDOW];
    private final double[] sorted = new double[WINDOW];
    private int next;

    public LowerQuartile(double prior) {
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
        return sorted[WINDOW / 4];
    }
}
