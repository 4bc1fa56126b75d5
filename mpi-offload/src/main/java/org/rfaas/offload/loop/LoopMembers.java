package org.rfaas.offload.loop;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.rfaas.offload.pool.RemoteWorker;

/** The workers that can run one loop, and what it knows of each; follows the pool. */
final class LoopMembers {
    /** A run that takes the rank less gains nothing anywhere else. */
    private static final double SHORT_NS = 50_000;

    /** Without workers, a run that takes less is over before any come. */
    private static final double LONG_NS = 2_000_000;

    private final LoopContext context;
    private final ShippedLoop loop;
    private final OwnExecution own;
    private final Map<RemoteWorker, LoopOnWorker> known = new HashMap<>();
    private final List<LoopOnWorker> members = new ArrayList<>();
    private int generation = -1;
    private boolean hasNew;

    LoopMembers(LoopContext context, ShippedLoop loop, OwnExecution own) {
        this.context = context;
        this.loop = loop;
        this.own = own;
    }

    List<LoopOnWorker> list() {
        return members;
    }

    boolean isEmpty() {
        return members.isEmpty();
    }

    /** Whether workers came or went since the last {@link #follow}. */
    boolean hasNews() {
        return generation != context.pool().generation();
    }

    /** Whether so many iterations take the rank long enough to plan each run of them. */
    boolean isWorthPlanning(int trips) {
        return own.isKnown() && own.pace().ns(trips) >= (members.isEmpty() ? LONG_NS : SHORT_NS);
    }

    /** How long any of them may take for the iterations {@code [lo, hi)} of this run. */
    long timeoutNs(int lo, int hi) {
        double expectedNs = own.expectedNs(lo, hi);
        for (int i = 0; i < members.size(); i++) {
            expectedNs = Math.max(expectedNs, members.get(i).expectedNs(lo, hi));
        }
        return AnswerDeadline.timeoutFor(context.options().answerTimeoutNs(), expectedNs);
    }

    /** Takes on the workers of the pool. */
    void follow() {
        if (!hasNews()) {
            return;
        }
        generation = context.pool().generation();
        members.clear();
        List<RemoteWorker> there = context.pool().follow();
        known.keySet().removeIf(RemoteWorker::isLost);
        for (RemoteWorker worker : there) {
            LoopOnWorker member = known.computeIfAbsent(worker, this::meet);
            if (member.isUsable()) {
                members.add(member);
            }
        }
    }

    /** Whether workers came since the last call. */
    boolean takeNew() {
        boolean areNew = hasNew;
        hasNew = false;
        return areNew;
    }

    private LoopOnWorker meet(RemoteWorker worker) {
        hasNew = true;
        return new LoopOnWorker(worker, new RemotePart(worker, loop, own, context.counters()), own);
    }

    /** Drops those that got lost, or turned out not to be able to run the loop. */
    void dropUnusable() {
        boolean areLost = false;
        for (int i = members.size() - 1; i >= 0; i--) {
            LoopOnWorker member = members.get(i);
            if (!member.isUsable()) {
                areLost |= member.worker().isLost();
                members.remove(i);
            }
        }
        if (areLost) {
            context.pool().dropLost();
        }
    }
}
