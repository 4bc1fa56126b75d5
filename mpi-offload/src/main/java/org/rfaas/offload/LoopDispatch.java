package org.rfaas.offload;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.rfaas.function.FunctionBundle;
import org.rfaas.offload.plan.Cost;
import org.rfaas.offload.plan.CostModel;
import org.rfaas.offload.plan.Planner;
import org.rfaas.offload.plan.Split;
import org.rfaas.offload.plan.WorkerCost;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Decides for each run of a loop whether and how it is shared with workers. */
final class LoopDispatch {
    private static final Logger LOG = LoggerFactory.getLogger(LoopDispatch.class);
    private static final int RUNS_PER_LOG = 64;
    private static final int RUNS_PER_WEIGHING = 32;

    /** A loop the rank does in this time gains nothing anywhere else. */
    private static final double SHORT_NS = 50_000;

    /** Assumed cost of bringing data that is not there yet. */
    private static final double TRANSFER_NS_PER_BYTE = 0.3;

    /** Data is brought once the loop has run for this many times the cost of bringing it. */
    private static final double TRANSFER_PATIENCE = 2;

    private static final long FIRST_RETRY_NS = 50_000_000;
    private static final long LAST_RETRY_NS = 1_000_000_000L;

    /** Gainful plans in a row after which a later failure counts as the first one again. */
    private static final int PROVEN_PLANS = 200;

    private final OffloadRuntime runtime;
    private final String name;
    private final LoopArgument[] arguments;
    private final CostModel localCost;
    private final ChunkCodec codec;
    private final LoopTeam team;
    private final Planner planner = new Planner();
    private final Map<RemoteWorker, LoopOnWorker> known = new HashMap<>();
    private final List<LoopOnWorker> members = new ArrayList<>();
    private final List<WorkerCost> costs = new ArrayList<>();
    private int generation = -1;
    private long sharedRuns;
    private boolean hasNewMembers;
    private double transferCreditNs;
    private boolean isGivenUp;
    private long givenUpNs;
    private long retryNs = FIRST_RETRY_NS;
    private int gainfulPlans;
    private int runsToWeighing;

    LoopDispatch(
            OffloadRuntime runtime,
            String name,
            FunctionBundle bundle,
            ChunkCodec codec,
            LoopArgument[] arguments,
            CostModel localCost) {
        this.runtime = runtime;
        this.name = name;
        this.arguments = arguments;
        this.localCost = localCost;
        this.codec = codec;
        this.team = new LoopTeam(name, bundle, runtime.counters());
    }

    /** Whether workers came or went since the last {@link #run}. */
    boolean hasNews() {
        return generation != runtime.pool().generation();
    }

    /** Runs the range shared with workers; {@code false}, and nothing done, when it had better stay on the rank. */
    boolean run(int lo, int hi, LocalRange local) {
        long n = (long) hi - lo;
        if (hasNews()) {
            adopt();
        }
        if (members.isEmpty() || n > Integer.MAX_VALUE || !fitsArrays(lo, hi)) {
            return false;
        }
        Split split = switch (runtime.options().mode()) {
            case OffloadMode.Off _ -> null;
            case OffloadMode.Fixed fixed -> {
                // the more workers share it, the sooner it is done
                runtime.pool().expectGain(1.0 / (members.size() + 1));
                yield Planner.fixed(lo, hi, fixed.fraction(), members.size());
            }
            case OffloadMode.Auto _ -> plan(lo, hi);
        };
        if (split == null || split.remote() == 0) {
            return false;
        }
        long timeoutNs = Math.max(runtime.options().answerTimeoutNs(), (long)
                (10 * localCost.cost().ns(hi - lo)));
        try {
            team.run(
                    arguments,
                    local,
                    split,
                    members,
                    timeoutNs,
                    runtime.options().mode() instanceof OffloadMode.Auto);
        } finally {
            dropUnusable();
        }
        localCost.observe(split.localEnd() - split.lo(), team.localNs());
        if (hasNewMembers) {
            hasNewMembers = false;
            LOG.info("loop {}: workers computed {} of {} iterations", name, split.remote(), n);
        }
        if (++sharedRuns % RUNS_PER_LOG == 0 && LOG.isDebugEnabled()) {
            LOG.debug(
                    "loop {}: split {}, rank {}, workers {}",
                    name,
                    split,
                    localCost.cost(),
                    members.stream().map(m -> m.cost(localCost.cost())).toList());
        }
        return true;
    }

    boolean hasWorkers() {
        return !members.isEmpty();
    }

    /** Whether so many iterations take the rank long enough that sharing them is worth a thought each time. */
    boolean isLong(long iterations) {
        return localCost.isTrained() && localCost.cost().ns((double) iterations) >= SHORT_NS;
    }

    private @Nullable Split plan(int lo, int hi) {
        if (!isLong(hi - lo)) {
            return null;
        }
        Cost local = localCost.cost();
        double hereNs = local.ns(hi - lo);
        costs.clear();
        boolean areTried = false;
        for (LoopOnWorker member : members) {
            costs.add(member.cost(local));
            areTried |= member.isTrained();
        }
        Split split = planner.plan(lo, hi, local, costs);
        if (split.remote() == 0) {
            tryAgainLater();
            return null;
        }
        isGivenUp = false;
        if (areTried) {
            weighOneMore(split, lo, hi, local);
        }
        if (areTried && ++gainfulPlans == PROVEN_PLANS) {
            retryNs = FIRST_RETRY_NS;
        }
        transferCreditNs += hereNs;
        double transferNs = missingBytes(split) * TRANSFER_NS_PER_BYTE;
        if (transferCreditNs < TRANSFER_PATIENCE * transferNs) {
            return null;
        }
        transferCreditNs -= transferNs;
        return split;
    }

    /** What another worker like the last one would gain, now and then. */
    private void weighOneMore(Split split, int lo, int hi, Cost local) {
        if (--runsToWeighing > 0 || !runtime.pool().mayGrow()) {
            return;
        }
        runsToWeighing = RUNS_PER_WEIGHING;
        double nowNs = Planner.predictNs(split, local, costs);
        costs.add(costs.getLast());
        Split larger = Planner.equalise(lo, hi, local, costs);
        double thenNs = Planner.predictNs(larger, local, costs);
        costs.removeLast();
        runtime.pool().expectGain(1 - thenNs / nowNs);
    }

    /** Workers that were too slow may only have been busy: after a while their costs are learnt anew. */
    private void tryAgainLater() {
        long now = System.nanoTime();
        gainfulPlans = 0;
        if (!isGivenUp) {
            isGivenUp = true;
            givenUpNs = now;
        } else if (now - givenUpNs > retryNs) {
            isGivenUp = false;
            retryNs = Math.min(LAST_RETRY_NS, 2 * retryNs);
            members.forEach(LoopOnWorker::forget);
        }
    }

    private long missingBytes(Split split) {
        long bytes = 0;
        for (int k = 0; k < split.workers(); k++) {
            int from = split.workerLo(k);
            int to = split.workerHi(k);
            for (LoopArgument argument : arguments) {
                if (from < to && argument instanceof LoopArgument.OfArray of && of.isResident()) {
                    Residence residence = members.get(k).worker().residence(of.array());
                    bytes += residence.missingBytes(of.blocks(from, to));
                }
            }
        }
        return bytes;
    }

    /** An index outside of an array must surface from the rank's own execution, where Java raises it. */
    private boolean fitsArrays(int lo, int hi) {
        for (LoopArgument argument : arguments) {
            if (argument instanceof LoopArgument.OfArray of
                    && !of.blocks(lo, hi).fits(of.array().length())) {
                return false;
            }
        }
        return true;
    }

    private void adopt() {
        generation = runtime.pool().generation();
        members.clear();
        List<RemoteWorker> there = runtime.pool().workers();
        // a lease that has ended takes its workers along; once nobody uses them the pool gives up the rest of it
        known.keySet().stream().filter(worker -> !there.contains(worker)).forEach(RemoteWorker::lose);
        known.keySet().removeIf(RemoteWorker::isLost);
        for (RemoteWorker worker : there) {
            LoopOnWorker member = known.computeIfAbsent(
                    worker, w -> new LoopOnWorker(w, new RemotePart(w, codec, arguments.length, runtime.counters())));
            if (member.isUsable()) {
                members.add(member);
            }
        }
        hasNewMembers = !members.isEmpty();
    }

    private void dropUnusable() {
        boolean hasLost = false;
        for (LoopOnWorker member : members) {
            hasLost |= member.worker().isLost();
        }
        if (hasLost) {
            runtime.pool().dropLost();
        }
        members.removeIf(member -> !member.isUsable());
    }
}
