package org.rfaas.offload.loop;

import org.rfaas.offload.plan.LearntCost;
import org.rfaas.offload.pool.RemoteWorker;

/** One loop on one worker: its part there, its rehearsals, and what it has learnt. */
final class LoopOnWorker {
    private final RemoteWorker worker;
    private final RemotePart part;
    private final OwnExecution own;
    private final LearntCost learnt;
    private final Rehearsals rehearsals;
    private boolean isUnfit;

    /**
     * A loop that has not been on this worker.
     *
     * @param own what the rank knows of the loop
     */
    LoopOnWorker(RemoteWorker worker, RemotePart part, OwnExecution own) {
        this.worker = worker;
        this.part = part;
        this.own = own;
        this.learnt = new LearntCost(own.pace());
        this.rehearsals = new Rehearsals(worker, part, own, learnt);
    }

    RemoteWorker worker() {
        return worker;
    }

    RemotePart part() {
        return part;
    }

    /** It begins with these. */
    Rehearsals rehearsals() {
        return rehearsals;
    }

    /** What it costs there. */
    LearntCost learnt() {
        return learnt;
    }

    /** Whether the loop can run there at all. */
    boolean isUsable() {
        return !isUnfit && !worker.isLost();
    }

    /** The loop cannot run there, though other loops may. */
    void markUnfit() {
        isUnfit = true;
    }

    /** Rehearses anew, for conditions may have changed since the loop stayed away. */
    void forget() {
        learnt.forget();
        rehearsals.again();
    }

    /** Time that the iterations {@code [lo, hi)} of this run should take there, ns; 0 if nothing is known. */
    double expectedNs(int lo, int hi) {
        return own.work(lo, hi) * learnt.nsPerUnit();
    }

    /** Time per unit of work: from this part's answers if there are any, else as learnt. */
    double latestNsPerUnit() {
        double work = own.work(part.uncommitted(), part.hi());
        return work > 0 ? part.executionNs() / work : learnt.nsPerUnit();
    }

    /** Learns from its part, which has succeeded. */
    void observe() {
        learnt.observePart(
                own.work(part.lo(), part.hi()),
                part.executionNs(),
                part.times().handlingNs(),
                part.times().overheadNs(part.executionNs()),
                part.times().wasAwaited());
        own.learn(part.chunkTimes());
    }
}
