package org.rfaas.offload.loop;

import java.util.function.LongSupplier;
import org.rfaas.offload.plan.Pace;
import org.rfaas.offload.plan.PieceTimes;
import org.rfaas.offload.plan.WorkProfile;
import org.rfaas.offload.report.Counters;

/**
 * The rank's own execution of one loop: counts it, and times as much of it as is needed to know its pace, and where its work
 * lies.
 */
final class OwnExecution {
    /** The first runs are all timed, later ones in place now and then. */
    private static final int TIMED_AT_FIRST = 4;

    private static final int TIMED_EVERY = 64;

    /** Runs after which no single one decides. */
    private static final int RUNS_TO_KNOW = 3;

    /** A long run is timed in so many pieces, which tell where its work lies, see decision 31. */
    private static final int TIMED_PIECES = 16;

    /** Shorter pieces are not worth asking for the time. */
    private static final double SHORT_PIECE_NS = 3_000;

    private final Counters counters;
    private final boolean isDescending;
    private final LongSupplier clockNs;
    private final Pace pace = new Pace();
    private final WorkProfile profile = new WorkProfile();
    private final PieceTimes times = new PieceTimes();
    private long totalNs;
    private int trips;
    private int piece;
    private int untimed;

    /**
     * A loop that has not run.
     *
     * @param isDescending whether it counts down, so that its last iterations come first
     * @param clockNs what time it is, ns
     */
    OwnExecution(Counters counters, boolean isDescending, LongSupplier clockNs) {
        this.counters = counters;
        this.isDescending = isDescending;
        this.clockNs = clockNs;
    }

    /** Whether the loop counts down, so that its last iterations come first. */
    boolean isDescending() {
        return isDescending;
    }

    /** Iterations of the run that has begun. */
    int trips() {
        return trips;
    }

    /** Whether the next run should be timed. */
    boolean isDue() {
        return pace.observations() < TIMED_AT_FIRST || untimed >= TIMED_EVERY;
    }

    /** Whether the pace is known well enough to plan with. */
    boolean isKnown() {
        return pace.observations() >= RUNS_TO_KNOW;
    }

    /** A run in place, as written, is counted and not timed. */
    void ranInPlace(long iterations) {
        counters.ran(iterations);
        untimed++;
    }

    /** A run of so many iterations begins. */
    void begin(int iterations) {
        trips = iterations;
        profile.begin(trips);
        boolean isLong = pace.ns(trips) >= TIMED_PIECES * SHORT_PIECE_NS;
        piece = isLong ? Math.ceilDiv(trips, TIMED_PIECES) : trips;
        times.clear();
    }

    /** The run has ended: its pieces tell where its work lies. */
    void end() {
        learn(times);
    }

    /**
     * Runs a range, in the order of the source, and learns its pace.
     *
     * @return its time, ns
     */
    long run(LocalRange local, int lo, int hi) {
        long ns = 0;
        int left = hi - lo;
        while (left > 0) {
            int length = Math.min(piece, left);
            int from = isDescending ? lo + left - length : hi - left;
            ns += runPiece(local, from, from + length);
            left -= length;
        }
        observe(lo, hi, ns);
        return ns;
    }

    /** Where a piece from {@code lo} on has to end, if the range ends at {@code hi}. */
    int pieceEnd(int lo, int hi) {
        return (int) Math.min(hi, (long) lo + piece);
    }

    /**
     * Runs a piece of a range; the whole is to be {@link #observe observed}.
     *
     * @return its time, ns
     */
    long runPiece(LocalRange local, int lo, int hi) {
        long startNs = clockNs.getAsLong();
        local.run(lo, hi);
        long ns = clockNs.getAsLong() - startNs;
        counters.ran((long) hi - lo, ns);
        totalNs += ns;
        times.add(lo, hi, ns);
        return ns;
    }

    /** Time of all of it so far, but for runs as written. */
    long totalNs() {
        return totalNs;
    }

    /** Learns from the time of the iterations {@code [lo, hi)}. */
    void observe(int lo, int hi, long ns) {
        pace.observe(work(lo, hi), ns);
        untimed = 0;
    }

    /** Learns where the work of a part of this run lies. */
    void learn(PieceTimes part) {
        profile.learn(part);
    }

    /** Work of the iterations {@code [lo, hi)} of this run. */
    double work(int lo, int hi) {
        return profile.work(lo, hi);
    }

    /** Time that the iterations {@code [lo, hi)} of this run should take the rank, ns. */
    double expectedNs(int lo, int hi) {
        return pace.ns(work(lo, hi));
    }

    /** About how many iterations the rank computes in so long; at least 1, and 1 while its pace is unknown. */
    int iterationsWithin(double ns) {
        return pace.isKnown() ? Math.max(1, (int) pace.cost().workWithin(ns)) : 1;
    }

    /** Where iterations of this run have to begin to be about so much work up to {@code hi}. */
    int startOf(double work, int hi) {
        return (int) Math.ceil(profile.startOf(work, hi));
    }

    /** Time of a unit of work, which is an iteration on average. */
    Pace pace() {
        return pace;
    }

    WorkProfile profile() {
        return profile;
    }
}
