package org.rfaas.offload.plan;

import java.util.Arrays;

/**
 * Where the work of a loop lies: what an iteration costs by its position, relative to the others. A unit of work is what an
 * iteration costs on average, so that a run of 1000 iterations is 1000 units of work, and iterations of equal cost are a unit
 * each, as is assumed at first. Iterations are those of the run that {@link #begin began} last.
 *
 * <p>It is a density, constant in each of {@value #BINS} equal parts of the range. A part of a run that was timed in pieces
 * tells how its work is distributed inside of it, and nothing about other parts, which ran elsewhere: learning moves work
 * within the part, and leaves the sum as it was. One thread; allocates nothing.
 */
public final class WorkProfile {
    static final int BINS = 64;

    /** How many observations count: the last ones, older ones ever less. */
    private static final int MEMORY = 8;

    /** No part of the range is free. */
    private static final double LEAST_DENSITY = 1e-3;

    private final double[] density = new double[BINS];

    /** Sums of densities: of the bins before each, and last of all of them. */
    private final double[] before = new double[BINS + 1];

    /** Change of each bin's density. */
    private final double[] change = new double[BINS];

    private int trips = 1;
    private int observations;

    public WorkProfile() {
        Arrays.fill(density, 1);
        normalise();
    }

    /** A run of so many iterations begins. */
    public void begin(int iterations) {
        trips = iterations;
    }

    /** Work of the iterations {@code [lo, hi)}. */
    public double work(double lo, double hi) {
        return (sumBefore(hi * BINS / trips) - sumBefore(lo * BINS / trips)) * trips / BINS;
    }

    /** Where in [0, hi] iterations have to begin, not rounded, to be so much work up to {@code hi}; 0 if there is less. */
    public double startOf(double work, int hi) {
        double sum = sumBefore((double) hi * BINS / trips) - work * BINS / trips;
        if (sum <= 0) {
            return 0;
        }
        int bin = 0;
        while (bin < BINS - 1 && before[bin + 1] < sum) {
            bin++;
        }
        return Math.min(hi, (bin + (sum - before[bin]) / density[bin]) * trips / BINS);
    }

    /** Learns from a part of the run. */
    public void learn(PieceTimes pieces) {
        double ns = 0;
        double work = 0;
        for (int i = 0; i < pieces.count(); i++) {
            ns += pieces.ns(i);
            work += work(pieces.lo(i), pieces.hi(i));
        }
        if (pieces.count() < 2 || ns <= 0) {
            return;
        }
        observations = Math.min(observations + 1, MEMORY);
        double weight = 1.0 / observations;
        Arrays.fill(change, 0);
        for (int i = 0; i < pieces.count(); i++) {
            double expected = work(pieces.lo(i), pieces.hi(i));
            double found = work * pieces.ns(i) / ns;
            scale(pieces.lo(i), pieces.hi(i), weight * (found / expected - 1));
        }
        for (int bin = 0; bin < BINS; bin++) {
            density[bin] = Math.max(LEAST_DENSITY, density[bin] + change[bin]);
        }
        normalise();
    }

    /** Lets the work of the iterations {@code [lo, hi)} grow by a factor. */
    private void scale(int lo, int hi, double growth) {
        double from = (double) lo * BINS / trips;
        double to = (double) hi * BINS / trips;
        for (int bin = (int) from; bin < Math.min(to, BINS); bin++) {
            double covered = Math.min(to, bin + 1) - Math.max(from, bin);
            change[bin] += growth * covered * density[bin];
        }
    }

    private void normalise() {
        double sum = 0;
        for (double each : density) {
            sum += each;
        }
        for (int bin = 0; bin < BINS; bin++) {
            density[bin] *= BINS / sum;
            before[bin + 1] = before[bin] + density[bin];
        }
    }

    private double sumBefore(double bins) {
        int whole = Math.min((int) bins, BINS - 1);
        return before[whole] + (bins - whole) * density[whole];
    }
}
