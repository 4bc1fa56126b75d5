package org.rfaas.offload.loop;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.rfaas.offload.plan.Planner;
import org.rfaas.offload.plan.Split;
import org.rfaas.offload.plan.WorkerCost;
import org.rfaas.offload.pool.WorkerPool;

/**
 * What the planner finds best, for the workers that know the loop well enough; the others rehearse it. A decision holds for
 * some milliseconds, so that short runs do not think longer than they gain, and so that the compiler keeps what thinks out of
 * what runs.
 */
final class AutoPlan implements LoopPlan {
    /** How long a decision holds for runs of the same range. */
    private static final long HOLD_NS = 3_000_000;

    private final OwnExecution own;
    private final LoopMembers members;
    private final TransferBudget budget;
    private final LongSupplier clockNs;
    private final Planner planner;
    private final OneMoreWorker oneMore;
    private final RehearsalBudget rehearsalBudget = new RehearsalBudget();
    private final SecondChances chances = new SecondChances();

    /** Members that take part in a run, and what they cost. */
    private final List<LoopOnWorker> ready = new ArrayList<>();

    private final List<WorkerCost> costs = new ArrayList<>();
    private @Nullable Split held;
    private long heldSinceNs;

    AutoPlan(WorkerPool pool, OwnExecution own, LoopMembers members, TransferBudget budget, LongSupplier clockNs) {
        this.own = own;
        this.members = members;
        this.budget = budget;
        this.clockNs = clockNs;
        this.planner = new Planner(own.profile());
        this.oneMore = new OneMoreWorker(pool, planner);
    }

    @Override
    public @Nullable Split split(int lo, int hi) {
        Split known = held;
        if (known == null || known.lo() != lo || known.hi() != hi || !holds()) {
            known = members.isWorthPlanning(hi - lo) ? think(lo, hi) : null;
            held = known;
            heldSinceNs = clockNs.getAsLong();
        }
        return known != null && budget.spend(missingNs(known)) ? known : null;
    }

    @Override
    public List<LoopOnWorker> workers() {
        return ready;
    }

    @Override
    public boolean isFixed() {
        return false;
    }

    private boolean holds() {
        // those that rehearse may know it by now
        if (ready.size() != members.list().size() || clockNs.getAsLong() - heldSinceNs > HOLD_NS) {
            return false;
        }
        for (int i = 0; i < ready.size(); i++) {
            // other loops rehearse there, too
            if (!ready.get(i).worker().attend() || !ready.get(i).isUsable()) {
                return false;
            }
        }
        return true;
    }

    private @Nullable Split think(int lo, int hi) {
        gather(lo, hi);
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
        return split;
    }

    /** Who can take part in a run; has those rehearse that do not know the loop well enough. */
    private void gather(int lo, int hi) {
        ready.clear();
        costs.clear();
        for (LoopOnWorker member : members.list()) {
            if (!member.worker().attend() || !member.isUsable()) {
                continue;
            }
            if (member.rehearsals().areEnough()) {
                ready.add(member);
                costs.add(member.learnt().cost());
            } else {
                sendRehearsal(member, lo, hi);
            }
        }
        members.dropUnusable();
    }

    private void sendRehearsal(LoopOnWorker member, int lo, int hi) {
        int from = member.rehearsals().start(lo, hi);
        if (rehearsalBudget.allows(own.totalNs()) && budget.spend(member.part().missingNs(from, hi))) {
            member.rehearsals().send(from, hi, members.timeoutNs(from, hi));
            rehearsalBudget.spend(member.part().times().handlingNs());
        }
    }

    private boolean haveToldEnough() {
        for (int i = 0; i < ready.size(); i++) {
            if (ready.get(i).learnt().hasToldEnough()) {
                return true;
            }
        }
        return false;
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
