package org.rfaas.offload.plan;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Splits a range so that the rank and every worker finish together under the given costs, which are those of the {@linkplain
 * WorkProfile work} in their parts. Keeps the last split as long as it is nearly as good as the best one, because a new one
 * moves resident data. One planner a loop; one thread.
 */
public final class Planner {
    /** Least gain, as a fraction of the rank's own time, for which a loop leaves the rank. */
    static final double LEAST_GAIN = 0.05;

    /** How much worse than the best a split may be before it is given up. */
    static final double TOLERATED_LOSS = 0.04;

    private static final int BISECTIONS = 50;

    private final WorkProfile profile;
    private @Nullable Split last;

    /** @param profile read anew for each split, which is of the run that began there last */
    public Planner(WorkProfile profile) {
        this.profile = profile;
    }

    /** Splits {@code [lo, hi)}, what is left of a run, keeping to the last split where that is nearly as good. */
    public Split plan(int lo, int hi, Cost local, List<WorkerCost> workers) {
        Split best = equalise(lo, hi, local, workers);
        Split kept = last;
        if (kept != null
                && kept.lo() == lo
                && kept.hi() == hi
                && kept.workers() == workers.size()
                && predictNs(kept, local, workers) <= (1 + TOLERATED_LOSS) * predictNs(best, local, workers)) {
            return kept;
        }
        last = best;
        return best;
    }

    /** Time until all parts of a split are done, ns. */
    public double predictNs(Split split, Cost local, List<WorkerCost> workers) {
        double handlingNs = 0;
        double remoteNs = 0;
        for (int k = 0; k < workers.size(); k++) {
            double work = profile.work(split.workerLo(k), split.workerHi(k));
            WorkerCost worker = workers.get(k);
            handlingNs += worker.handling().ns(work);
            remoteNs = Math.max(
                    remoteNs, worker.handling().ns(work) + worker.turnaround().ns(work));
        }
        double own = profile.work(split.lo(), split.localEnd());
        return Math.max(handlingNs + local.ns(own), remoteNs);
    }

    /** All workers get the same, together {@code fraction} of the range. */
    public static Split fixed(int lo, int hi, double fraction, int workers) {
        if (!(fraction >= 0 && fraction <= 1)) {
            throw new IllegalArgumentException("a fraction of " + fraction + " is not in 0..1");
        }
        long n = (long) hi - lo;
        long remote = workers == 0 ? 0 : Math.round(fraction * n);
        int[] ends = new int[workers + 1];
        for (int k = 0; k <= workers; k++) {
            ends[k] = (int) (hi - remote + (workers == 0 ? 0 : remote * k / workers));
        }
        return new Split(lo, ends);
    }

    /** The split after which all finish at the same time; everything stays with the rank when that gains too little. */
    public Split equalise(int lo, int hi, Cost local, List<WorkerCost> workers) {
        double work = profile.work(lo, hi);
        boolean[] used = new boolean[workers.size()];
        for (int k = 0; k < used.length; k++) {
            // a worker whose handling costs more than the work itself only delays the rank
            used[k] = workers.get(k).handling().nsPerUnit() < local.nsPerUnit();
        }
        double[] shares = new double[used.length];
        int dropped;
        do {
            double ns = commonFinish(work, local, workers, used, shares);
            dropped = 0;
            for (int k = 0; k < used.length; k++) {
                shares[k] = used[k] ? share(workers.get(k), ns) : 0;
                if (used[k] && shares[k] < 1) {
                    used[k] = false;
                    dropped++;
                }
            }
        } while (dropped > 0);
        Split split = cut(lo, hi, shares);
        boolean gains = predictNs(split, local, workers) < (1 - LEAST_GAIN) * local.ns(work);
        return gains ? split : cut(lo, hi, new double[used.length]);
    }

    private static double commonFinish(
            double work, Cost local, List<WorkerCost> workers, boolean[] used, double[] shares) {
        double low = 0;
        double high = local.ns(work);
        for (int i = 0; i < BISECTIONS; i++) {
            double ns = (low + high) / 2;
            double done = 0;
            double handlingNs = 0;
            for (int k = 0; k < shares.length; k++) {
                double share = used[k] ? share(workers.get(k), ns) : 0;
                done += share;
                handlingNs += used[k] ? workers.get(k).handling().ns(share) : 0;
            }
            done += local.workWithin(ns - handlingNs);
            if (done < work) {
                low = ns;
            } else {
                high = ns;
            }
        }
        return high;
    }

    /** Work a worker finishes in a time that starts with handling it. */
    private static double share(WorkerCost worker, double ns) {
        Cost turnaround = worker.turnaround();
        Cost handling = worker.handling();
        return new Cost(turnaround.fixedNs() + handling.fixedNs(), turnaround.nsPerUnit() + handling.nsPerUnit())
                .workWithin(ns);
    }

    private Split cut(int lo, int hi, double[] shares) {
        int[] ends = new int[shares.length + 1];
        int end = hi;
        ends[shares.length] = hi;
        for (int k = shares.length - 1; k >= 0; k--) {
            end = Math.max(lo, (int) Math.ceil(profile.startOf(shares[k], end)));
            ends[k] = end;
        }
        return new Split(lo, ends);
    }
}
