package org.rfaas.offload.loop;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.rfaas.offload.OffloadMode;
import org.rfaas.offload.plan.Planner;
import org.rfaas.offload.plan.Split;
import org.rfaas.offload.plan.WorkerCost;

/**
 * Decides which workers take part in a run of a loop, and how it is split. Has workers rehearse that do not know the loop
 * well enough. A decision holds for some milliseconds, so that short runs do not think longer than they gain, and so that
 * the compiler keeps what thinks out of what runs.
 */
final class LoopPlan {
    /** A run that takes the rank less gains nothing anywhere else. */
    private static final double SHORT_NS = 50_000;

    /** Without workers, a run that takes less is over before any come. */
    private static final double LONG_NS = 2_000_000;

    /** How long a decision holds for runs of the same range. */
    private static final long HOLD_NS = 3_000_000;

    private final LoopContext context;
    private final OwnExecution own;
    private final LoopMembers members;
    private final Planner planner;

    /** Members that take part in a run, and what they cost. */
    private final List<LoopOnWorker> ready = new ArrayList<>();

    private final List<WorkerCost> costs = new ArrayList<>();
    private final TransferBudget budget;
    private final LongSupplier clockNs;
    private final RehearsalBudget rehearsalBudget = new RehearsalBudget();
    private final SecondChances chances = new SecondChances();
    private final OneMoreWorker oneMore;
    private @Nullable Split held;
    private long heldSinceNs;
    private boolean hasNewMembers;

    /**
     * @param budget what moving data to workers may cost, which the loop earns as it runs
     * @param clockNs what time it is, ns, by which decisions hold and workers get another chance
     */
    LoopPlan(LoopContext context, OwnExecution own, LoopMembers members, TransferBudget budget, LongSupplier clockNs) {
        this.context = context;
        this.own = own;
        this.members = members;
        this.budget = budget;
        this.clockNs = clockNs;
        this.planner = new Planner(own.profile());
        this.oneMore = new OneMoreWorker(context.pool(), planner);
    }

    /** Whether workers came or went since the last {@link #split}. */
    boolean hasNews() {
        return members.hasNews();
    }

    /** Whether so many iterations take the rank long enough to plan each run of them. */
    boolean isWorthPlanning(int trips) {
        return own.isKnown() && own.pace().ns(trips) >= (members.isEmpty() ? LONG_NS : SHORT_NS);
    }

    /**
     * How to share the iterations {@code [lo, hi)} with {@link #workers}; {@code null} when they had better stay for now.
     * Sends rehearsals to workers that need them.
     */
    @Nullable
    Split split(int lo, int hi) {
        Split known = held;
        if (known != null && known.lo() == lo && known.hi() == hi && holds()) {
            return mayMoveData(known) ? known : null;
        }
        held = null;
        Split thought = think(lo, hi);
        if (thought != null && ready.size() == members.list().size()) {
            held = thought;
            heldSinceNs = clockNs.getAsLong();
        }
        return thought;
    }

    /** The workers of the last split, in its order. */
    List<LoopOnWorker> workers() {
        return ready;
    }

    /** Whether there are new workers since the last call. */
    boolean takeNewMembers() {
        boolean areNew = hasNewMembers;
        hasNewMembers = false;
        return areNew;
    }

    /** Forgets workers that got lost, or turned out not to be able to run the loop. */
    void dropUnusable() {
        if (members.dropUnusable()) {
            held = null;
        }
    }

    private boolean holds() {
        if (hasNews() || clockNs.getAsLong() - heldSinceNs > HOLD_NS) {
            return false;
        }
        for (int i = 0; i < ready.size(); i++) {
            // other loops rehearse there, too, and may find it lost
            if (ready.get(i).worker().isBusy() || !ready.get(i).isUsable()) {
                return false;
            }
        }
        return true;
    }

    private @Nullable Split think(int lo, int hi) {
        if (hasNews()) {
            members.follow();
            hasNewMembers = !members.isEmpty();
        }
        if (members.isEmpty()) {
            return null;
        }
        return switch (context.options().mode()) {
            case OffloadMode.Off _ -> null;
            case OffloadMode.Fixed fixed -> {
                // the more workers share it, the sooner it is done
                context.pool().expectGain(1.0 / (members.list().size() + 1));
                ready.clear();
                ready.addAll(members.list());
                Split split = Planner.fixed(lo, hi, fixed.fraction(), ready.size());
                yield split.remote() == 0 ? null : split;
            }
            case OffloadMode.Auto _ -> isWorthPlanning(hi - lo) ? plan(lo, hi) : null;
        };
    }

    private @Nullable Split plan(int lo, int hi) {
        ready.clear();
        costs.clear();
        for (LoopOnWorker member : members.list()) {
            if (member.worker().isBusy() || !member.isUsable()) { // a rehearsal may just have shown that it is lost
                continue;
            }
            if (member.rehearsals().areEnough()) {
                ready.add(member);
                costs.add(member.learnt().cost());
            } else {
                sendRehearsal(member, lo, hi);
            }
        }
        dropUnusable();
        if (ready.isEmpty()) {
            return null;
        }
        Split split = planner.plan(lo, hi, own.pace().cost(), costs);
        if (split.remote() == 0) {
            if (chances.lost(clockNs.getAsLong())) {
                ready.forEach(LoopOnWorker::forget);
            }
            return null;
        }
        if (haveToldEnough()) {
            // what is only assumed so far is no gain
            chances.gained(clockNs.getAsLong());
        }
        oneMore.consider(
                split, own.pace().cost(), costs, ready.getLast().learnt().isTried());
        return mayMoveData(split) ? split : null;
    }

    /** A fixed fraction is shared whatever it costs. */
    private boolean mayMoveData(Split split) {
        return context.options().mode() instanceof OffloadMode.Fixed || budget.spend(missingNs(split));
    }

    private boolean haveToldEnough() {
        for (int i = 0; i < ready.size(); i++) {
            if (ready.get(i).learnt().hasToldEnough()) {
                return true;
            }
        }
        return false;
    }

    private void sendRehearsal(LoopOnWorker member, int lo, int hi) {
        int from = member.rehearsals().start(lo, hi);
        if (rehearsalBudget.allows(own.totalNs()) && budget.spend(member.part().missingNs(from, hi))) {
            member.rehearsals().send(from, hi, timeoutNs(from, hi));
            rehearsalBudget.spend(member.part().times().handlingNs());
        }
    }

    /** How long a worker may take for so many iterations. */
    long timeoutNs(int lo, int hi) {
        double expectedNs = own.expectedNs(lo, hi);
        for (int i = 0; i < ready.size(); i++) {
            expectedNs = Math.max(expectedNs, ready.get(i).expectedNs(lo, hi));
        }
        return AnswerDeadline.timeoutNs(context.options().answerTimeoutNs(), expectedNs);
    }

    private double missingNs(Split split) {
        double ns = 0;
        for (int k = 0; k < split.workers(); k++) {
            ns += ready.get(k).part().missingNs(split.workerLo(k), split.workerHi(k));
        }
        return ns;
    }

    @Override
    public String toString() {
        return "rank " + own.pace().cost() + ", workers " + costs;
    }
}
