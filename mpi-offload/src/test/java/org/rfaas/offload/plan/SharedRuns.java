package org.rfaas.offload.plan;

import java.util.List;
import java.util.function.DoubleSupplier;
import java.util.function.DoubleUnaryOperator;

/** A rank and one worker that run a loop again and again, as a model: what it costs is given, what they measure is noisy. */
final class SharedRuns {
    private static final int TRIPS = 300;
    private static final double AVERAGE_NS = 6_000;
    private static final double TURNAROUND_NS = 10_000;
    private static final Cost FREE = new Cost(0, 0);
    private static final int PIECES = 16;
    private static final int CHUNKS = 4;

    private final WorkProfile profile = new WorkProfile();
    private final Planner planner = new Planner(profile);
    private final Pace rank = new Pace();
    private final Pace worker = new Pace();
    private final DoubleSupplier noise;

    /** Time of the iterations before each on the rank, ns. */
    private final double[] beforeNs = new double[TRIPS + 1];

    /**
     * Runs to come.
     *
     * @param noise factor by which a piece takes longer than it should
     */
    SharedRuns(DoubleSupplier noise) {
        this.noise = noise;
        profile.begin(TRIPS);
    }

    /** From now on iterations cost so much, by their position in [0, 1) and in any unit. */
    void cost(DoubleUnaryOperator shape) {
        for (int i = 0; i < TRIPS; i++) {
            beforeNs[i + 1] = beforeNs[i] + AVERAGE_NS * shape.applyAsDouble((double) i / TRIPS);
        }
    }

    /** The rank alone, as before there are workers. */
    void runAlone() {
        observe(0, TRIPS, PIECES, 1, rank);
    }

    /**
     * One run.
     *
     * @param slowness time of an iteration on the worker, of that on the rank
     * @return the least time that is possible, of the time it would have taken without noise
     */
    double run(double slowness) {
        double workerNs = worker.isKnown() ? worker.nsPerUnit() : rank.nsPerUnit();
        WorkerCost cost = new WorkerCost(new Cost(TURNAROUND_NS, workerNs), FREE);
        int end = planner.plan(0, TRIPS, rank.cost(), List.of(cost)).localEnd();
        observe(0, end, PIECES, 1, rank);
        observe(end, TRIPS, CHUNKS, slowness, worker);
        double leastNs = Double.MAX_VALUE;
        for (int other = 0; other <= TRIPS; other++) {
            leastNs = Math.min(leastNs, finishNs(other, slowness));
        }
        return leastNs / finishNs(end, slowness);
    }

    private double finishNs(int end, double slowness) {
        double remoteNs = end == TRIPS ? 0 : TURNAROUND_NS + slowness * (beforeNs[TRIPS] - beforeNs[end]);
        return Math.max(beforeNs[end], remoteNs);
    }

    private void observe(int lo, int hi, int pieces, double slowness, Pace pace) {
        PieceTimes times = new PieceTimes();
        long ns = 0;
        for (int k = 0; k < pieces; k++) {
            int from = lo + (hi - lo) * k / pieces;
            int to = lo + (hi - lo) * (k + 1) / pieces;
            long pieceNs = (long) (slowness * noise.getAsDouble() * (beforeNs[to] - beforeNs[from]));
            times.add(from, to, pieceNs);
            ns += pieceNs;
        }
        pace.observe(profile.work(lo, hi), ns);
        profile.learn(times);
    }
}
