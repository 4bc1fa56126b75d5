package org.rfaas.offload;

import org.rfaas.offload.plan.Cost;
import org.rfaas.offload.plan.CostModel;
import org.rfaas.offload.plan.Median;
import org.rfaas.offload.plan.WorkerCost;

/** What one loop has learnt about one worker. */
final class LoopOnWorker {
    /** Assumed until observed: waking a worker, and what the rank does for it. */
    private static final double PRIOR_TURNAROUND_NS = 20_000;

    private static final double PRIOR_HANDLING_NS = 5_000;

    private final RemoteWorker worker;
    private final RemotePart part;
    private CostModel execution;
    private CostModel handling;
    private Median overheadNs = new Median(PRIOR_TURNAROUND_NS);
    private boolean isWarm;
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
        return execution.isTrained();
    }

    /** Starts learning again, for conditions may have changed since the loop stayed away. */
    void forget() {
        execution = new CostModel(new Cost(0, 0));
        handling = new CostModel(new Cost(PRIOR_HANDLING_NS, 0));
        overheadNs = new Median(PRIOR_TURNAROUND_NS);
    }

    /** The cost of this worker; one that has not been tried is taken to be as fast as the rank. */
    WorkerCost cost(Cost local) {
        Cost compute = isTrained() ? execution.cost() : local;
        Cost send = isTrained() ? handling.cost() : new Cost(PRIOR_HANDLING_NS, 0);
        return new WorkerCost(new Cost(compute.fixedNs() + overheadNs.value(), compute.perIterationNs()), send);
    }

    /** Learns from its part, which has succeeded. The first one does not count: the worker was still compiling the kernel. */
    void observe() {
        if (!isWarm) {
            isWarm = true;
            return;
        }
        execution.observe(part.iterations(), part.executionNs());
        handling.observe(part.iterations(), part.handlingNs());
        double boundNs = (double) Math.max(0, part.elapsedNs() - part.executionNs());
        // a result that was there before the rank looked only bounds the overhead from above
        overheadNs.add(part.wasAwaited() ? boundNs : Math.min(overheadNs.value(), boundNs));
    }
}
