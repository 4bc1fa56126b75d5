package org.rfaas.offload.loop;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.rfaas.offload.plan.Split;
import org.rfaas.offload.report.Counters;

/**
 * Runs one loop on the rank and its workers at once; what a worker fails to bring home, the rank computes. The rank's part is the
 * first one, which it computes from its beginning, and a worker computes its part from its end. So where the split was not
 * quite right, whoever is done first takes something over from the other.
 */
final class LoopTeam {
    /** While several parts are out, none is waited for longer than this without a look at the others. */
    private static final long LOOK_AROUND_NS = 200_000;

    /** Of what is left of its own part the rank computes one part in so many before it looks at the workers, see decision 30. */
    private static final int PIECES_OF_REST = 16;

    /** But not less than takes this long. */
    private static final double LEAST_PIECE_NS = 30_000;

    /** What takes a worker less is not worth handing over. */
    private static final double LEAST_GIFT_NS = 50_000;

    private final Counters counters;
    private final OwnExecution own;
    private final TransferBudget budget;
    private final boolean mayShift;
    private final List<LoopOnWorker> active = new ArrayList<>();
    private final FailedParts failed;
    private final RankFailure rankFailure;

    /**
     * @param budget what moving data for workers that take something over may cost; what the rank computes earns it
     * @param mayShift whether the rank and a worker may take over from each other
     */
    LoopTeam(String name, Counters counters, OwnExecution own, TransferBudget budget, boolean mayShift) {
        this.counters = counters;
        this.own = own;
        this.budget = budget;
        this.mayShift = mayShift;
        this.failed = new FailedParts(name, counters, own.isDescending());
        this.rankFailure = new RankFailure(own.isDescending());
    }

    /**
     * Runs a split range: afterwards all of its iterations have run as if on the rank alone. When the kernel throws on
     * the rank, all iterations have run that come before in the source, and perhaps some that come later.
     *
     * @param local the rank's execution
     * @param members one for each worker of the split
     * @param timeoutNs how long a chunk may take; longer once the worker turns out to be slower than was thought
     */
    void run(LocalRange local, Split split, List<LoopOnWorker> members, long timeoutNs) {
        active.clear();
        failed.clear();
        rankFailure.clear();
        try {
            beginParts(split, members, timeoutNs);
            runOwnPart(local, split.lo(), split.localEnd());
            collect(local);
            failed.recompute(local, rankFailure);
            rankFailure.leave();
        } finally {
            // nothing is active unless something was thrown here, by the fabric as a rule
            while (!active.isEmpty()) {
                failed.abandon(active.removeLast());
            }
            failed.drain();
        }
    }

    private void beginParts(Split split, List<LoopOnWorker> members, long timeoutNs) {
        for (int k = 0; k < split.workers(); k++) {
            if (split.workerLo(k) < split.workerHi(k)) {
                LoopOnWorker member = members.get(k);
                double expectedNs = member.expectedNs(split.workerLo(k), split.workerHi(k));
                active.add(member);
                try {
                    member.part().begin(split.workerLo(k), split.workerHi(k), expectedNs, timeoutNs);
                } catch (RuntimeException e) {
                    fail(member, e);
                }
            }
        }
    }

    private void runOwnPart(LocalRange local, int lo, int hi) {
        long ns = 0;
        int least = own.iterationsWithin(LEAST_PIECE_NS);
        int next = lo;
        int end = hi;
        while (next < end) {
            // a worker that has answered all it was sent waits for the rank to look
            int piece = Math.max(least, Math.min((end - next) / PIECES_OF_REST, shortestChunk() / 2));
            int pieceEnd =
                    mayShift || hasWaitingChunks() ? (int) Math.min(end, (long) next + piece) : own.pieceEnd(next, end);
            long pieceNs = runPiece(local, next, pieceEnd);
            if (rankFailure.hasThrown()) {
                if (own.isDescending() && pieceEnd < end) {
                    // comes before in the source; should it throw, too, then that is what leaves
                    runPiece(local, pieceEnd, end);
                }
                return;
            }
            ns += pieceNs;
            next = pieceEnd;
            if (next < end) {
                pumpAll();
                end = mayShift ? handOver(next, end) : end;
            }
        }
        own.observe(lo, end, ns);
    }

    /**
     * Gives the worker whose part is next to what is left of the rank's a share of it, when otherwise it would soon be idle.
     *
     * @return end of what is left to the rank
     */
    private int handOver(int next, int end) {
        LoopOnWorker neighbour = neighbour(end);
        if (neighbour == null || neighbour.part().hasWaitingChunks()) {
            return end;
        }
        RemotePart part = neighbour.part();
        double rankNs = own.pace().nsPerUnit();
        double workerNs = neighbour.latestNsPerUnit();
        // what the rank saves is its own time but for what the answers cost it
        double savedNs = rankNs - neighbour.learnt().handlingNsPerUnit();
        if (savedNs <= 0) {
            return end;
        }
        double inFlightNs = own.work(part.unsent(), part.uncommitted()) * workerNs;
        // afterwards both have work for the same time
        double share = (own.work(next, end) * rankNs - inFlightNs) / (savedNs + workerNs);
        try {
            while (share * workerNs >= LEAST_GIFT_NS) {
                int from = Math.max(next, own.startOf(share, end));
                if (from < end && part.growTo(from, neighbour.expectedNs(from, end), budget)) {
                    return from;
                }
                share /= 2;
            }
            return end;
        } catch (RuntimeException e) {
            // it has what it had, and perhaps what was handed over
            fail(neighbour, e);
            return Math.min(end, part.lo());
        }
    }

    private @Nullable LoopOnWorker neighbour(int end) {
        for (int i = 0; i < active.size(); i++) {
            if (active.get(i).part().lo() == end) {
                return active.get(i);
            }
        }
        return null;
    }

    private void collect(LocalRange local) {
        while (!active.isEmpty()) {
            boolean progress = pumpAll();
            if (dropFinished() || progress) {
                continue;
            }
            if (mayShift && !rankFailure.hasThrown() && takeBackChunk(local)) {
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
            counters.waited(System.nanoTime() - startNs);
        }
    }

    private boolean takeBackChunk(LocalRange local) {
        for (LoopOnWorker member : active) {
            RemotePart part = member.part();
            if (part.hasWaitingChunks()) {
                int from = part.lo();
                part.giveBackChunk();
                runPiece(local, from, part.lo());
                return true;
            }
        }
        return false;
    }

    /**
     * Runs a piece of the rank's, unless it throws: then that waits until what comes before in the source is done.
     *
     * @return its time, ns
     */
    private long runPiece(LocalRange local, int lo, int hi) {
        try {
            long ns = own.runPiece(local, lo, hi);
            budget.earn(ns);
            return ns;
        } catch (Throwable e) { // bodies also throw checked exceptions
            rankFailure.thrown(lo, hi, e);
            dropLater();
            return 0;
        }
    }

    /** Once the rank has thrown, nobody waits for parts that come later in the source. */
    private void dropLater() {
        for (int i = active.size() - 1; i >= 0; i--) {
            RemotePart part = active.get(i).part();
            if (!rankFailure.isDue(part.lo(), part.hi())) {
                failed.abandon(active.remove(i));
            }
        }
    }

    /** Iterations of the smallest chunk that a worker computes now. */
    private int shortestChunk() {
        int shortest = Integer.MAX_VALUE;
        for (int i = 0; i < active.size(); i++) {
            shortest = Math.min(shortest, active.get(i).part().chunkInFlight());
        }
        return shortest;
    }

    private boolean hasWaitingChunks() {
        for (int i = 0; i < active.size(); i++) {
            if (active.get(i).part().hasWaitingChunks()) {
                return true;
            }
        }
        return false;
    }

    /** Lets every part make progress; whether one did. */
    private boolean pumpAll() {
        boolean progress = false;
        for (int i = active.size() - 1; i >= 0; i--) {
            LoopOnWorker member = active.get(i);
            try {
                progress |= member.part().pump();
            } catch (RuntimeException e) {
                fail(member, e);
                progress = true;
            }
        }
        return progress;
    }

    /** Finished parts leave the active list once they cannot grow any more; whether one did. */
    private boolean dropFinished() {
        boolean areDropped = false;
        for (int i = active.size() - 1; i >= 0; i--) {
            LoopOnWorker member = active.get(i);
            if (member.part().isFinished()) {
                active.remove(i);
                counters.handled(member.part().times().handlingNs());
                member.observe();
                areDropped = true;
            }
        }
        return areDropped;
    }

    private void fail(LoopOnWorker member, RuntimeException cause) {
        active.remove(member);
        failed.add(member, cause);
    }
}
