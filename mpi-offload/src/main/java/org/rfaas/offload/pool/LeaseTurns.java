package org.rfaas.offload.pool;

import java.util.Optional;
import java.util.function.Supplier;
import org.rfaas.offload.worker.Capacity;

/**
 * When a rank asks for workers, and for how many, so that the ranks of a job neither ask in vain nor all at once. With a
 * view of what is free, ranks take turns: each waits for its place in an order that begins with another rank at every change,
 * then looks again before it asks, and takes its share only. Without one, a rank that got nothing waits ever longer, and so does one
 * that got what it cannot use, or may not have what is free, whatever it sees: what it gives back changes the view, and so do all
 * others. It does not look meanwhile: the look may be as vain, and as dear, as the request.
 *
 * <p>Pure: times are given, in ns. One thread.
 */
final class LeaseTurns {
    /** From one rank's turn to the next: about as long as a lease takes to be granted and to show on the board. */
    private static final long STEP_NS = 1_000_000;

    /** However many ranks there are, the last one's turn comes within this time. */
    private static final long LONGEST_ROUND_NS = 1_000_000_000;

    private final int rank;
    private final int ranks;
    private final long shortestNs;
    private final long longestNs;
    private long backoffNs;
    private long notBeforeNs;
    private boolean wasRefused;
    private boolean waits;
    private boolean sawNothing;
    private long seenVersion;
    private long refusedVersion;
    private long turnNs;
    private boolean hasTurn;

    /**
     * @param shortestNs wait after a refusal; doubles up to {@code longestNs}
     */
    LeaseTurns(int rank, int ranks, long shortestNs, long longestNs, long nowNs) {
        this.rank = rank;
        this.ranks = ranks;
        this.shortestNs = shortestNs;
        this.longestNs = longestNs;
        this.backoffNs = shortestNs;
        this.notBeforeNs = nowNs;
    }

    /**
     * How many workers to ask for now; 0 is none yet.
     *
     * @param view looks at what is free, empty when nobody can tell; used when it is time to look
     * @param random 0 to 1
     */
    int ask(int missing, Supplier<Optional<Capacity>> view, long nowNs, double random) {
        if (missing <= 0) {
            return 0;
        }
        boolean isDue = nowNs - notBeforeNs >= 0;
        if ((waits || sawNothing) && !isDue) {
            return 0;
        }
        Optional<Capacity> capacity = view.get();
        sawNothing = capacity.isEmpty();
        if (capacity.isEmpty() || !wasRefused) {
            // the first refusal says why there is nothing, which no board does
            return isDue ? share(missing, capacity) : 0;
        }
        Capacity seen = capacity.get();
        if (seen.freeCores() <= 0) {
            hasTurn = false;
            return 0;
        }
        seenVersion = seen.version();
        if (!hasTurn) {
            // what is free may be of no use to us: on the same board, asking again has time
            boolean hasMoved = seen.version() != refusedVersion;
            hasTurn = hasMoved || isDue;
            turnNs = nowNs + delayNs(seen.version(), random);
        }
        return hasTurn && nowNs - turnNs >= 0 ? share(missing, capacity) : 0;
    }

    private int share(int missing, Optional<Capacity> capacity) {
        long fair = capacity.map(seen -> (seen.freeCores() + ranks - 1) / ranks).orElse((long) missing);
        return Math.clamp(fair, 1, missing);
    }

    private long delayNs(long version, double random) {
        long stepNs = Math.min(STEP_NS, LONGEST_ROUND_NS / ranks);
        long change = version / 2; // versions are even
        return (long) ((Math.floorMod(rank + change, ranks) + random) * stepNs);
    }

    /** The workers asked for are there. */
    void granted(long nowNs) {
        backoffNs = shortestNs;
        notBeforeNs = nowNs + shortestNs;
        waits = false;
        hasTurn = false;
    }

    /** There was nothing after all. */
    void refused(long nowNs) {
        waits = false;
        backOff(nowNs);
    }

    /** There were some, of no use or not for us: until it is time, none are asked for. */
    void unusable(long nowNs) {
        waits = true;
        backOff(nowNs);
    }

    private void backOff(long nowNs) {
        wasRefused = true;
        refusedVersion = seenVersion;
        notBeforeNs = nowNs + backoffNs;
        backoffNs = Math.min(longestNs, 2 * backoffNs);
        hasTurn = false;
    }
}
