package org.rfaas.offload.loop;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.rfaas.offload.plan.Planner;
import org.rfaas.offload.plan.Split;
import org.rfaas.offload.pool.WorkerPool;

/** Always the same part of a loop, whatever it costs; all workers get as much of it. */
final class FixedPlan implements LoopPlan {
    private final double fraction;
    private final WorkerPool pool;
    private final LoopMembers members;

    /** @param fraction of the iterations, 0 to 1 */
    FixedPlan(double fraction, WorkerPool pool, LoopMembers members) {
        this.fraction = fraction;
        this.pool = pool;
        this.members = members;
    }

    @Override
    public @Nullable Split split(int lo, int hi) {
        int workers = members.list().size();
        // the more workers share it, the sooner it is done
        pool.expectGain(1.0 / (workers + 1));
        Split split = Planner.fixed(lo, hi, fraction, workers);
        return split.remote() == 0 ? null : split;
    }

    @Override
    public List<LoopOnWorker> workers() {
        return members.list();
    }

    @Override
    public boolean isFixed() {
        return true;
    }
}
