package org.rfaas.offload.plan;

import java.util.Arrays;

/** Lower quartile of the last values. For times, which a busy machine only ever makes longer. Allocates nothing. */
final class LowerQuartile {
    /** Values remembered. */
    static final int WINDOW = 9;

    private final double[] values = new double[WINDOW];
    private final double[] sorted = new double[WINDOW];
    private int count;
    private double value;

    /** Of no values yet. */
    LowerQuartile() {}

    /** Of as many copies of a prior as are remembered, so that one outlier never decides. */
    LowerQuartile(double prior) {
        for (int i = 0; i < WINDOW; i++) {
            add(prior);
        }
    }

    void add(double latest) {
        values[count % WINDOW] = latest;
        count = count == 2 * WINDOW - 1 ? WINDOW : count + 1;
        int size = Math.min(count, WINDOW);
        System.arraycopy(values, 0, sorted, 0, size);
        Arrays.sort(sorted, 0, size);
        value = sorted[size / 4];
    }

    /** How many values there were; stops counting at some number of at least {@value #WINDOW}. */
    int count() {
        return count;
    }

    /** The quartile; 0 before the first value. */
    double value() {
        return value;
    }

    /** Forgets all values. */
    void clear() {
        count = 0;
        value = 0;
    }
}
