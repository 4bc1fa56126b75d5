package org.rfaas.offload;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.rfaas.function.FunctionBundle;
import org.rfaas.offload.plan.Cost;
import org.rfaas.offload.plan.Planner;
import org.rfaas.offload.plan.Split;
import org.rfaas.offload.plan.WorkerCost;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides for each run of a loop whether and how it is shared with workers. As long as a run stays on the rank, it is looked
 * at again every few milliseconds, so that one that takes minutes gets the workers that come meanwhile.
 */
final class LoopDispatch {
    private static final Logger LOG = LoggerFactory.getLogger(LoopDispatch.class);
    private static final int RUNS_PER_WEIGHING = 32;

    /** A run that takes the rank less gains nothing anywhere else. */
    private static final double SHORT_NS = 50_000;

    /** Without workers, a run that takes less is over before any come. */
    private static final double LONG_NS = 2_000_000;

    /** How long the rank computes by itself before it looks again. */
    private static final long LOOK_NS = 4_000_000;

    private final OffloadRuntime runtime;
    private final String name;
    private final FunctionBundle bundle;
    private final LoopArgument[] arguments;
    private final OwnExecution own;
    private final LoopMembers members;
    private final LoopTeam team;
    private final Planner planner = new Planner();

    /** Members that take part in a run, and what they cost. */
    private final List<LoopOnWorker> ready = new ArrayList<>();

    private final List<WorkerCost> costs = new ArrayList<>();
    private final TransferBudget budget = new TransferBudget();
    private final SecondChances chances = new SecondChances();
    private boolean hasNewMembers;
    private int runsToWeighing;

    LoopDispatch(
            OffloadRuntime runtime,
            String name,
            FunctionBundle bundle,
            ChunkCodec codec,
            LoopArgument[] arguments,
            OwnExecution own) {
        this.runtime = runtime;
        this.name = name;
        this.bundle = bundle;
        this.arguments = arguments;
        this.own = own;
        this.members = new LoopMembers(runtime, codec, arguments.length, own.pace());
        this.team = new LoopTeam(name, bundle, runtime.counters(), own);
    }

    /** Whether workers came or went since the last {@link #run}. */
    boolean hasNews() {
        return members.hasNews();
    }

    /** Whether so many iterations take the rank long enough that it should think about sharing them each time. */
    boolean isWorthAThought(int trips) {
        return own.isKnown() && own.pace().ns(trips) >= (members.isEmpty() ? LONG_NS : SHORT_NS);
    }

    /** Runs the iterations from 0 to {@code trips}; whether workers had a part. */
    boolean run(int trips, LocalRange local) {
        boolean isShared = false;
        runtime.pool().beginUse();
        try {
            int next = 0;
            while (next < trips) {
                Split split = split(next, trips);
                int end = split == null ? sliceEnd(next, trips) : trips;
                if (split == null) {
                    budget.earn(own.run(local, next, end));
                } else {
                    share(split, local);
                    isShared = true;
                }
                next = end;
            }
        } finally {
            runtime.pool().endUse();
        }
        return isShared;
    }

    /** With a fixed fraction nothing is looked for, so that the rank computes the whole range in one piece. */
    private int sliceEnd(int next, int trips) {
        if (!(runtime.options().mode() instanceof OffloadMode.Auto)) {
            return trips;
        }
        double slice = own.pace().isKnown() ? own.pace().cost().iterationsWithin(LOOK_NS) : 1;
        return (int) Math.min(trips, next + Math.max(1, slice));
    }

    /** How to share what is left of a run; {@code null} when it had better stay on the rank for now. */
    private @Nullable Split split(int lo, int hi) {
        if (hasNews()) {
            members.follow();
            hasNewMembers = !members.isEmpty();
        }
        if (members.isEmpty()) {
            return null;
        }
        return switch (runtime.options().mode()) {
            case OffloadMode.Off _ -> null;
            case OffloadMode.Fixed fixed -> {
                // the more workers share it, the sooner it is done
                runtime.pool().expectGain(1.0 / (members.list().size() + 1));
                ready.clear();
                ready.addAll(members.list());
                Split split = Planner.fixed(lo, hi, fixed.fraction(), ready.size());
                yield split.remote() == 0 ? null : split;
            }
            case OffloadMode.Auto _ -> isWorthAThought(hi - lo) ? plan(lo, hi) : null;
        };
    }

    private @Nullable Split plan(int lo, int hi) {
        ready.clear();
        costs.clear();
        for (LoopOnWorker member : members.list()) {
            if (member.worker().isBusy()) {
                continue;
            }
            if (member.isReady()) {
                ready.add(member);
                costs.add(member.cost());
            } else {
                rehearse(member, lo, hi);
            }
        }
        members.dropUnusable();
        if (ready.isEmpty()) {
            return null;
        }
        Split split = planner.plan(lo, hi, own.pace().cost(), costs);
        if (split.remote() == 0) {
            if (chances.lost(System.nanoTime())) {
                ready.forEach(LoopOnWorker::forget);
            }
            return null;
        }
        chances.gained();
        weighOneMore(split, lo, hi);
        return budget.spend(missingBytes(split)) ? split : null;
    }

    private void rehearse(LoopOnWorker member, int lo, int hi) {
        int from = member.rehearsalStart(lo, hi);
        if (budget.spend(member.part().missingBytes(arguments, from, hi))) {
            member.rehearse(arguments, bundle, from, hi, timeoutNs(from, hi));
        }
    }

    private void share(Split split, LocalRange local) {
        Counters counters = runtime.counters();
        long remoteBefore = counters.iterationsRemote;
        long startNs = System.nanoTime();
        boolean mayTakeBack = runtime.options().mode() instanceof OffloadMode.Auto;
        try {
            team.run(arguments, local, split, ready, timeoutNs(split.lo(), split.hi()), mayTakeBack);
        } finally {
            members.dropUnusable();
        }
        budget.earn(System.nanoTime() - startNs);
        if (hasNewMembers) {
            hasNewMembers = false;
            long remote = counters.iterationsRemote - remoteBefore;
            LOG.info("loop {}: workers computed {} of {} iterations", name, remote, split.hi() - split.lo());
        }
        LOG.trace(
                "loop {}: split {}, rank {}, workers {}",
                name,
                split,
                own.pace().cost(),
                costs);
    }

    private long timeoutNs(int lo, int hi) {
        return Math.max(
                runtime.options().answerTimeoutNs(), (long) (10 * own.pace().ns(hi - lo)));
    }

    /** What another worker like the last one would gain, now and then. */
    private void weighOneMore(Split split, int lo, int hi) {
        if (--runsToWeighing > 0
                || !runtime.pool().mayGrow()
                || !ready.getLast().isTried()) {
            return;
        }
        runsToWeighing = RUNS_PER_WEIGHING;
        Cost local = own.pace().cost();
        double nowNs = Planner.predictNs(split, local, costs);
        costs.add(costs.getLast());
        Split larger = Planner.equalise(lo, hi, local, costs);
        double thenNs = Planner.predictNs(larger, local, costs);
        costs.removeLast();
        runtime.pool().expectGain(1 - thenNs / nowNs);
    }

    private long missingBytes(Split split) {
        long bytes = 0;
        for (int k = 0; k < split.workers(); k++) {
            bytes += ready.get(k).part().missingBytes(arguments, split.workerLo(k), split.workerHi(k));
        }
        return bytes;
    }
}
