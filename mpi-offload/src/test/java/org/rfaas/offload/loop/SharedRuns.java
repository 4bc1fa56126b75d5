package org.rfaas.offload.loop;

import java.util.List;
import java.util.function.DoubleSupplier;
import java.util.function.DoubleUnaryOperator;
import org.rfaas.offload.plan.LearntCost;
import org.rfaas.offload.plan.PieceTimes;
import org.rfaas.offload.plan.Planner;
import org.rfaas.offload.report.Counters;

/**
 * A rank and one worker that run a loop again and again. What is planned and learnt is planned and learnt as ever; what it costs
 * is given, and what is measured of it is noisy.
 */
final class SharedRuns {
    private static final int TRIPS = 300;
    private static final double AVERAGE_NS = 6_000;
    private static final long TURNAROUND_NS = 10_000;

    private final OwnExecution own = new OwnExecution(new Counters(), false, this::nowNs);
    private final LearntCost learnt = new LearntCost(own.pace());
    private final Planner planner = new Planner(own.profile());
    private final ChunkSizer sizer = new ChunkSizer(new LoopArgument[0], 0);
    private final ScriptedWorker worker = new ScriptedWorker();
    private final PieceTimes chunks = new PieceTimes();
    private final DoubleSupplier noise;
    private double elapsedNs;

    /** Time of the iterations before each on the rank, ns. */
    private final double[] beforeNs = new double[TRIPS + 1];

    /**
     * Runs to come.
     *
     * @param noise factor by which a piece takes longer than it should
     */
    SharedRuns(DoubleSupplier noise) {
        this.noise = noise;
    }

    /** From now on iterations cost so much, by their position in [0, 1) and in any unit. */
    void cost(DoubleUnaryOperator shape) {
        for (int i = 0; i < TRIPS; i++) {
            beforeNs[i + 1] = beforeNs[i] + AVERAGE_NS * shape.applyAsDouble((double) i / TRIPS);
        }
    }

    /** The rank alone, as before there are workers. */
    void runAlone() {
        own.begin(TRIPS);
        runHere(TRIPS);
        own.end();
    }

    /**
     * One run.
     *
     * @param slowness time of an iteration on the worker, of that on the rank
     * @return the least time that is possible, of the time it would have taken without noise
     */
    double run(double slowness) {
        own.begin(TRIPS);
        int end = planner.plan(0, TRIPS, own.pace().cost(), List.of(learnt.cost()))
                .localEnd();
        if (end < TRIPS) {
            runThere(end, slowness);
        }
        runHere(end);
        own.end();
        double leastNs = Double.MAX_VALUE;
        for (int other = 0; other <= TRIPS; other++) {
            leastNs = Math.min(leastNs, finishNs(other, slowness));
        }
        return leastNs / finishNs(end, slowness);
    }

    private void runHere(int end) {
        own.run((from, to) -> elapsedNs += timeNs(from, to), 0, end);
    }

    private void runThere(int lo, double slowness) {
        sizer.begin(lo, TRIPS, own.work(lo, TRIPS) * learnt.nsPerUnit(), worker);
        chunks.clear();
        long executionNs = 0;
        int to = TRIPS;
        while (to > lo) {
            int from = to - sizer.chunk(to - lo);
            long ns = (long) (slowness * timeNs(from, to));
            chunks.add(from, to, ns);
            executionNs += ns;
            to = from;
        }
        learnt.observePart(own.work(lo, TRIPS), executionNs, 0, TURNAROUND_NS, true);
        own.learn(chunks);
    }

    private double timeNs(int from, int to) {
        return noise.getAsDouble() * (beforeNs[to] - beforeNs[from]);
    }

    private double finishNs(int end, double slowness) {
        double remoteNs = end == TRIPS ? 0 : TURNAROUND_NS + slowness * (beforeNs[TRIPS] - beforeNs[end]);
        return Math.max(beforeNs[end], remoteNs);
    }

    private long nowNs() {
        return (long) elapsedNs;
    }
}
