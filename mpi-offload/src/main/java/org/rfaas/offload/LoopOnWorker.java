package org.rfaas.offload;

import org.rfaas.offload.plan.Cost;
import org.rfaas.offload.plan.CostModel;
import org.rfaas.offload.plan.LowerQuartile;
import org.rfaas.offload.plan.WorkerCost;

/** What one loop has learnt about one worker. */
final class LoopOnWorker {
    /** Assumed until observed: waking a worker, and what the rank does for it. */
    private static final double PRIOR_TURNAROUND_NS = 20_000;

    private static final double PRIOR_HANDLING_NS = 5_000;

    /** A worker compiles a kernel in its first runs; what they take says nothing about the later ones. */
    private static final int WARM_UP_RUNS = 10;

    private static final long WARM_UP_NS = 200_000_000;

    /** How fast an overhead that nobody waits for is forgotten. */
    private static final double UNSEEN_DECAY = 0.8;

    /** Observations before the worker's own costs replace those of the rank. */
    private static final int LEAST_OBSERVATIONS = 3;

    private final RemoteWorker worker;
    private final RemotePart part;
    private CostModel execution;
    private CostModel handling;
    private LowerQuartile overheadNs = new LowerQuartile(PRIOR_TURNAROUND_NS);
    private int runs;
    private long warmUpNs;
    private int observations;
    private boolean isUnfit;

    LoopOnWorker(RemoteWorker worker, RemotePart part) {
        this.worker = worker;
        this.part = part;
        this.execution = new CostModel(new Cost(0, 0));
        this.handling = new CostModel(new Cost(PRIOR_HANDLING_NS, 0));
    }

    RemoteWorker worker() {
        return worker;
    }

    RemotePart part() {
        return part;
    }

    /** Whether the loop can run there at all. */
    boolean isUsable() {
        return !isUnfit && !worker.isLost();
    }

    /** The loop cannot run there, though other loops may. */
    void markUnfit() {
        isUnfit = true;
    }

    boolean isTrained() {
        return observations >= LEAST_OBSERVATIONS;
    }

    /** Starts learning again, for conditions may have changed since the loop stayed away. */
    void forget() {
        execution = new CostModel(new Cost(0, 0));
        handling = new CostModel(new Cost(PRIOR_HANDLING_NS, 0));
        overheadNs = new LowerQuartile(PRIOR_TURNAROUND_NS);
        observations = 0;
    }

    /** The cost of this worker; one that has not been tried is taken to be as fast as the rank. */
    WorkerCost cost(Cost local) {
        Cost compute = isTrained() ? execution.cost() : local;
        Cost send = isTrained() ? handling.cost() : new Cost(PRIOR_HANDLING_NS, 0);
        return new WorkerCost(new Cost(compute.fixedNs() + overheadNs.value(), compute.perIterationNs()), send);
    }

    /** Learns from its part, which has succeeded. */
    void observe() {
        if (runs < WARM_UP_RUNS && warmUpNs < WARM_UP_NS) {
            runs++;
            warmUpNs += part.executionNs();
            return;
        }
        observations++;
        execution.observe(part.iterations(), part.executionNs());
        handling.observe(part.iterations(), part.handlingNs());
        double boundNs = (double) Math.max(0, part.elapsedNs() - part.executionNs());
        // a result that was there before the rank looked only bounds the overhead from above: assume less, until the
        // rank
        // has to wait again
        overheadNs.add(part.wasAwaited() ? boundNs : Math.min(UNSEEN_DECAY * overheadNs.value(), boundNs));
    }
}
