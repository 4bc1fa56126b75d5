package org.rfaas.offload.loop;

import org.rfaas.offload.OffloadMode;
import org.rfaas.offload.plan.Split;
import org.rfaas.offload.report.Counters;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs a loop on the rank, or on it and on workers, as {@link LoopPlan planned}. As long as a run stays on the rank, it is
 * looked at again every few milliseconds, so that one that takes minutes gets the workers that come meanwhile.
 */
final class LoopDispatch {
    private static final Logger LOG = LoggerFactory.getLogger(LoopDispatch.class);

    /** How long the rank computes by itself before it looks again. */
    private static final long LOOK_NS = 4_000_000;

    private final LoopContext context;
    private final String name;
    private final OwnExecution own;
    private final TransferBudget budget;
    private final LoopPlan plan;
    private final LoopTeam team;

    LoopDispatch(LoopContext context, String name, ShippedLoop loop, OwnExecution own) {
        this.context = context;
        this.name = name;
        this.own = own;
        LoopMembers members = new LoopMembers(context, loop, own);
        this.budget = new TransferBudget();
        this.plan = new LoopPlan(context, own, members, budget, System::nanoTime);
        this.team = new LoopTeam(name, context.counters(), own, budget);
    }

    /** Whether workers came or went since the last {@link #run}. */
    boolean hasNews() {
        return plan.hasNews();
    }

    /** Whether so many iterations take the rank long enough to plan each run of them. */
    boolean isWorthPlanning(int trips) {
        return plan.isWorthPlanning(trips);
    }

    /** Runs the iterations from 0 to {@code trips}; whether workers had a part. */
    boolean run(int trips, LocalRange local) {
        boolean isShared = false;
        context.pool().beginUse();
        own.begin(trips);
        try {
            int lo = 0;
            int hi = trips;
            while (lo < hi && !isShared) {
                Split split = plan.split(lo, hi);
                if (split != null) {
                    share(split, local);
                    isShared = true;
                } else if (own.isDescending()) {
                    int from = hi - slice(hi - lo);
                    budget.earn(own.run(local, from, hi));
                    hi = from;
                } else {
                    int to = lo + slice(hi - lo);
                    budget.earn(own.run(local, lo, to));
                    lo = to;
                }
            }
            own.end();
        } finally {
            context.pool().endUse();
        }
        return isShared;
    }

    /**
     * How many of the iterations that are left the rank computes before it looks again. With a fixed fraction nothing is looked
     * for, so that it computes all of them in one go.
     */
    private int slice(int left) {
        return context.options().mode() instanceof OffloadMode.Auto
                ? Math.min(left, own.iterationsWithin(LOOK_NS))
                : left;
    }

    private void share(Split split, LocalRange local) {
        Counters counters = context.counters();
        long remoteBefore = counters.iterationsRemote();
        boolean mayShift = context.options().mode() instanceof OffloadMode.Auto;
        try {
            team.run(local, split, plan.workers(), plan.timeoutNs(split.lo(), split.hi()), mayShift);
        } finally {
            plan.dropUnusable();
        }
        if (plan.takeNewMembers()) {
            long remote = counters.iterationsRemote() - remoteBefore;
            LOG.info("loop {}: workers computed {} of {} iterations", name, remote, split.hi() - split.lo());
        }
        LOG.trace("loop {}: split {}, {}", name, split, plan);
    }
}
