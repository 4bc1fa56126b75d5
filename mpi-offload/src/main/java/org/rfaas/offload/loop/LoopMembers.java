package org.rfaas.offload.loop;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.rfaas.offload.pool.RemoteWorker;

/** The workers that can run one loop, and what it knows of each; follows the pool. */
final class LoopMembers {
    private final LoopContext context;
    private final ShippedLoop loop;
    private final OwnExecution own;
    private final Map<RemoteWorker, LoopOnWorker> known = new HashMap<>();
    private final List<LoopOnWorker> members = new ArrayList<>();
    private int generation = -1;

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

    /** Takes on the workers of the pool. */
    void follow() {
        generation = context.pool().generation();
        members.clear();
        List<RemoteWorker> there = context.pool().workers();
        // a lease that has ended takes its workers along
        known.keySet().stream().filter(worker -> !there.contains(worker)).forEach(RemoteWorker::lose);
        known.keySet().removeIf(RemoteWorker::isLost);
        for (RemoteWorker worker : there) {
            LoopOnWorker member = known.computeIfAbsent(worker, this::meet);
            if (member.isUsable()) {
                members.add(member);
            }
        }
    }

    private LoopOnWorker meet(RemoteWorker worker) {
        return new LoopOnWorker(worker, new RemotePart(worker, loop, own, context.counters()), own);
    }

    /** Drops those that got lost, or turned out not to be able to run the loop; whether there were any. */
    boolean dropUnusable() {
        boolean areLost = false;
        boolean areDropped = false;
        for (int i = members.size() - 1; i >= 0; i--) {
            LoopOnWorker member = members.get(i);
            if (!member.isUsable()) {
                areLost |= member.worker().isLost();
                areDropped = true;
                members.remove(i);
            }
        }
        if (areLost) {
            context.pool().dropLost();
        }
        return areDropped;
    }
}
