package org.rfaas.offload.loop;

import java.util.ArrayList;
import java.util.List;
import org.rfaas.offload.plan.Cost;
import org.rfaas.offload.plan.Planner;
import org.rfaas.offload.plan.Split;
import org.rfaas.offload.plan.WorkerCost;
import org.rfaas.offload.pool.WorkerPool;

/** Weighs now and then what another worker like the last one would gain a loop, and tells the pool. */
final class OneMoreWorker {
    private static final int SPLITS_PER_WEIGHING = 32;

    private final WorkerPool pool;
    private final Planner planner;
    private final List<WorkerCost> larger = new ArrayList<>();
    private int splitsToWeighing;

    OneMoreWorker(WorkerPool pool, Planner planner) {
        this.pool = pool;
        this.planner = planner;
    }

    /**
     * A range has been split anew.
     *
     * @param local cost of the rank
     * @param costs of the workers that take part, at least one
     * @param isTried whether the last of them has had parts that counted
     */
    void consider(Split split, Cost local, List<WorkerCost> costs, boolean isTried) {
        if (--splitsToWeighing > 0 || !pool.mayGrow() || !isTried) {
            return;
        }
        splitsToWeighing = SPLITS_PER_WEIGHING;
        larger.clear();
        larger.addAll(costs);
        larger.add(costs.getLast());
        double nowNs = planner.predictNs(split, local, costs);
        Split wider = planner.equalise(split.lo(), split.hi(), local, larger);
        pool.expectGain(1 - planner.predictNs(wider, local, larger) / nowNs);
    }
}
