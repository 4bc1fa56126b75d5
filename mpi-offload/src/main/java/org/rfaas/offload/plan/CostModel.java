package org.rfaas.offload.plan;

import java.util.Arrays;

/**
 * Learns a {@link Cost} from observations: medians of slopes between recent observations (Theil and Sen), so that a few
 * of them, disturbed by the compiler, the collector or a busy machine, do not count. While the numbers of iterations
 * hardly differ, no slope can be told, and the fixed part stays what it was.
 *
 * <p>One thread. An observation allocates one small record.
 */
public final class CostModel {
    /** Observations remembered. */
    public static final int WINDOW = 9;

    private static final int ENOUGH = 3;

    /** Ratio of iterations from which two observations tell a slope. */
    private static final double DISTINCT = 1.25;

    private final long[] iterations = new long[WINDOW];
    private final double[] ns = new double[WINDOW];
    private final double[] sorted = new double[WINDOW * WINDOW];
    private int seen;
    private Cost cost;

    /** A model that answers {@code prior} until it has observed something. */
    public CostModel(Cost prior) {
        this.cost = prior;
    }

    /** What is known now. */
    public Cost cost() {
        return cost;
    }

    /** Whether it has observed enough that a single outlier does not decide. */
    public boolean isTrained() {
        return seen >= ENOUGH;
    }

    /** Adds an observation; those of no iterations or negative time are ignored. */
    public void observe(long count, long elapsedNs) {
        if (count <= 0 || elapsedNs < 0) {
            return;
        }
        iterations[seen % WINDOW] = count;
        ns[seen % WINDOW] = elapsedNs;
        seen = seen == 2 * WINDOW - 1 ? WINDOW : seen + 1;
        fit(Math.min(seen, WINDOW));
    }

    private void fit(int size) {
        int slopes = 0;
        for (int i = 0; i < size; i++) {
            for (int j = i + 1; j < size; j++) {
                long more = Math.max(iterations[i], iterations[j]);
                long less = Math.min(iterations[i], iterations[j]);
                if (more >= DISTINCT * less) {
                    sorted[slopes++] = (ns[j] - ns[i]) / (iterations[j] - iterations[i]);
                }
            }
        }
        // a minority of differing sizes may be outliers altogether
        double fixed = cost.fixedNs();
        double slope = slopes * 3 >= size ? Math.max(0, median(slopes)) : 0;
        if (slope > 0) {
            for (int i = 0; i < size; i++) {
                sorted[i] = Math.max(0, ns[i] - slope * iterations[i]);
            }
            fixed = median(size);
        } else {
            for (int i = 0; i < size; i++) {
                sorted[i] = ns[i];
            }
            fixed = Math.min(fixed, median(size) / 2);
            for (int i = 0; i < size; i++) {
                sorted[i] = Math.max(0, ns[i] - fixed) / iterations[i];
            }
            slope = median(size);
        }
        cost = new Cost(fixed, slope);
    }

    private double median(int size) {
        if (size == 0) {
            return 0;
        }
        Arrays.sort(sorted, 0, size);
        return (sorted[(size - 1) / 2] + sorted[size / 2]) / 2;
    }
}
