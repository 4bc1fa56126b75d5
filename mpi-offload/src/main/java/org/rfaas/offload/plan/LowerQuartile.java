package org.rfaas.offload.plan;

import java.util.Arrays;

/**
 * Lower quartile of the last values; at first of as many copies of a prior, so that one outlier never decides. For delays,
 * which a busy machine only ever makes longer.
 */
final class LowerQuartile {
    private static final int WINDOW = 9;

    private final double[] values = new double[WINDOW];
    private final double[] sorted = new double[WINDOW];
    private int next;

    LowerQuartile(double prior) {
        Arrays.fill(values, prior);
        Arrays.fill(sorted, prior);
    }

    void add(double value) {
        values[next] = value;
        next = (next + 1) % WINDOW;
        System.arraycopy(values, 0, sorted, 0, WINDOW);
        Arrays.sort(sorted);
    }

    double value() {
        return sorted[WINDOW / 4];
    }
}
