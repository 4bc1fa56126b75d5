package org.rfaas.offload.loop;

import org.rfaas.offload.plan.Split;
import org.rfaas.offload.report.Counters;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One loop whose iterations are independent. Decides which runs are worth planning, and runs those on the rank, or on it and on
 * workers, as {@link LoopPlan planned}. As long as a run stays on the rank, it is looked at again every few milliseconds, so that
 * one that takes minutes gets the workers that come meanwhile. Used by the rank's thread.
 */
public final class SharedLoop {
    private static final Logger LOG = LoggerFactory.getLogger(SharedLoop.class);

    /** How long the rank computes by itself before it looks again. */
    private static final long LOOK_NS = 4_000_000;

    private final LoopContext context;
    private final String name;
    private final OwnExecution own;
    private final ShippedLoop shipped;
    private final TransferBudget budget = new TransferBudget();
    private final LoopMembers members;
    private final LoopPlan plan;
    private final LoopTeam team;

    /** Shorter runs stay on the rank unplanned. */
    private long shortBelow;

    /**
     * A loop that has not run.
     *
     * @param isDescending whether it counts down, so that its last iterations come first
     * @param shipped what workers get of it
     */
    public SharedLoop(LoopContext context, String name, boolean isDescending, ShippedLoop shipped) {
        this.context = context;
        this.name = name;
        this.shipped = shipped;
        this.own = new OwnExecution(context.counters(), isDescending, System::nanoTime);
        this.members = new LoopMembers(context, shipped, own);
        this.plan = LoopPlan.of(context, own, members, budget, System::nanoTime);
        this.team = new LoopTeam(name, context.counters(), own, budget, !plan.isFixed());
    }

    /** Whether a run of {@code trips} iterations would be shared, or at least timed, so that it has to come here. */
    public boolean wants(long trips) {
        return mayBeShared(trips) || own.isDue();
    }

    /** Whether {@link #run} would plan so many iterations. */
    public boolean mayBeShared(long trips) {
        return trips >= shortBelow || members.hasNews();
    }

    /** A run that was not wanted. */
    public void ranInPlace(long trips) {
        own.ranInPlace(trips);
    }

    /** Time of an iteration on the rank, ns; 0 if unknown. */
    public double nsPerIteration() {
        return own.pace().nsPerUnit();
    }

    /**
     * Runs all iterations on the rank, unplanned, and in the order of the source: whether they are independent has not been
     * asked.
     */
    public void runHere(int trips, LocalRange local) {
        own.begin(trips);
        own.run(local, 0, trips);
        own.end();
        learnLength(trips);
    }

    /** As {@link #runHere}, after they turned out to depend on each other: that again is only asked of runs that are long enough. */
    public void runDependent(int trips, LocalRange local) {
        context.pool().beginUse();
        try {
            members.follow();
        } finally {
            context.pool().endUse();
        }
        runHere(trips, local);
        if (plan.isFixed() && !members.isEmpty()) {
            shortBelow = 0; // workers get the same part of all runs, however short
        }
    }

    /**
     * Runs all iterations; on return their results are in the rank's arrays.
     *
     * @param from first iteration that workers may have
     * @param to end of these; the iterations before and after them are the rank's
     * @param first value of the loop variable in iteration 0
     */
    public void run(int trips, int from, int to, int first, LocalRange local) {
        shipped.codec().startAt(first);
        context.pool().beginUse();
        boolean isShared;
        try {
            own.begin(trips);
            runEdge(local, own.isDescending() ? to : 0, own.isDescending() ? trips : from);
            isShared = runPlanned(from, to, local);
            runEdge(local, own.isDescending() ? 0 : to, own.isDescending() ? from : trips);
            own.end();
        } finally {
            context.pool().endUse();
        }
        if (isShared) {
            shortBelow = 0;
        } else {
            learnLength(trips);
        }
    }

    private void learnLength(int trips) {
        shortBelow = members.isWorthPlanning(trips) ? 0 : trips + 1L;
    }

    private void runEdge(LocalRange local, int lo, int hi) {
        if (lo < hi) {
            budget.earn(own.runPiece(local, lo, hi));
        }
    }

    /** Runs the iterations {@code [from, to)}; whether workers had a part. */
    private boolean runPlanned(int from, int to, LocalRange local) {
        int lo = from;
        int hi = to;
        while (lo < hi) {
            members.follow();
            Split split = members.isEmpty() ? null : plan.split(lo, hi);
            if (split != null) {
                share(split, local);
                return true;
            }
            int slice = plan.isFixed() ? hi - lo : Math.min(hi - lo, own.iterationsWithin(LOOK_NS));
            if (own.isDescending()) {
                budget.earn(own.run(local, hi - slice, hi));
                hi -= slice;
            } else {
                budget.earn(own.run(local, lo, lo + slice));
                lo += slice;
            }
        }
        return false;
    }

    private void share(Split split, LocalRange local) {
        Counters counters = context.counters();
        long remoteBefore = counters.iterationsRemote();
        try {
            team.run(local, split, plan.workers(), members.timeoutNs(split.lo(), split.hi()));
        } finally {
            members.dropUnusable();
        }
        if (members.takeNew()) {
            long remote = counters.iterationsRemote() - remoteBefore;
            LOG.info("loop {}: workers computed {} of {} iterations", name, remote, split.hi() - split.lo());
        }
        LOG.trace("loop {}: split {}, {}", name, split, plan);
    }
}
