package org.rfaas.offload;

import java.util.ArrayList;
import java.util.List;
import org.rfaas.function.FunctionBundle;
import org.rfaas.offload.plan.Split;

/** Runs one loop on the rank and its workers at once; what a worker fails to bring home, the rank computes. */
final class LoopTeam {
    /** While several parts are out, none is waited for longer than this without a look at the others. */
    private static final long LOOK_AROUND_NS = 200_000;

    /** How many pieces the rank cuts its own part into while chunks wait for free slots. */
    private static final int LOCAL_PIECES = 32;

    private final FunctionBundle bundle;
    private final Counters counters;
    private final OwnExecution own;
    private final List<LoopOnWorker> active = new ArrayList<>();
    private final FailedParts failed;

    LoopTeam(String name, FunctionBundle bundle, Counters counters, OwnExecution own) {
        this.bundle = bundle;
        this.counters = counters;
        this.own = own;
        this.failed = new FailedParts(name, counters);
    }

    /**
     * Runs a split range: afterwards all of its iterations have run as if on the rank alone. When the kernel throws on
     * the rank, chunks of workers may already have been committed.
     *
     * @param local the rank's execution
     * @param members one for each worker of the split
     * @param timeoutNs how long a chunk may take
     * @param mayTakeBack whether the rank, once idle, may take over chunks that wait for a slot
     */
    void run(
            LoopArgument[] arguments,
            LocalRange local,
            Split split,
            List<LoopOnWorker> members,
            long timeoutNs,
            boolean mayTakeBack) {
        active.clear();
        failed.clear();
        for (int k = 0; k < split.workers(); k++) {
            if (split.workerLo(k) < split.workerHi(k)) {
                LoopOnWorker member = members.get(k);
                double expectedNs = own.pace().ns(split.workerHi(k) - split.workerLo(k));
                active.add(member);
                member.part().assign(split.workerLo(k), split.workerHi(k), timeoutNs);
                try {
                    member.part().begin(arguments, bundle, split.lo(), split.hi(), expectedNs);
                } catch (RuntimeException e) {
                    fail(member, e);
                }
            }
        }
        try {
            runOwnPart(local, split.lo(), split.localEnd());
            collect(local, mayTakeBack);
            failed.recompute(local);
        } finally {
            // nothing is active unless the kernel threw here
            while (!active.isEmpty()) {
                failed.drain(active.removeLast());
            }
        }
    }

    private void runOwnPart(LocalRange local, int lo, int hi) {
        long ns = 0;
        int step = Math.max(1, (hi - lo) / LOCAL_PIECES);
        int next = lo;
        while (next < hi) {
            int end = hasWaitingChunks() ? (int) Math.min(hi, (long) next + step) : own.pieceEnd(next, hi);
            ns += own.runPiece(local, next, end);
            next = end;
            if (next < hi) {
                pumpAll();
            }
        }
        own.observe(lo, hi, ns);
    }

    private void collect(LocalRange local, boolean mayTakeBack) {
        while (!active.isEmpty()) {
            if (pumpAll() || active.isEmpty()) {
                continue;
            }
            if (mayTakeBack && takeBackChunk(local)) {
                continue;
            }
            LoopOnWorker first = active.getFirst();
            long maxNs = active.size() == 1 ? Long.MAX_VALUE : LOOK_AROUND_NS;
            long startNs = System.nanoTime();
            try {
                first.part().await(maxNs);
            } catch (RuntimeException e) {
                fail(first, e);
            }
            counters.waitedNs += System.nanoTime() - startNs;
        }
    }

    private boolean takeBackChunk(LocalRange local) {
        for (LoopOnWorker member : active) {
            RemotePart part = member.part();
            int end = part.hi();
            if (part.giveBackChunk()) {
                own.runPiece(local, part.hi(), end);
                return true;
            }
        }
        return false;
    }

    private boolean hasWaitingChunks() {
        for (int i = 0; i < active.size(); i++) {
            if (active.get(i).part().hasWaitingChunks()) {
                return true;
            }
        }
        return false;
    }

    /** Lets every part make progress; finished ones leave the active list. */
    private boolean pumpAll() {
        boolean progress = false;
        for (int i = active.size() - 1; i >= 0; i--) {
            LoopOnWorker member = active.get(i);
            try {
                progress |= member.part().pump();
                if (member.part().isFinished()) {
                    active.remove(i);
                    counters.handlingNs += member.part().handlingNs();
                    member.observe();
                }
            } catch (RuntimeException e) {
                fail(member, e);
                progress = true;
            }
        }
        return progress;
    }

    private void fail(LoopOnWorker member, RuntimeException cause) {
        active.remove(member);
        failed.add(member, cause);
    }
}
