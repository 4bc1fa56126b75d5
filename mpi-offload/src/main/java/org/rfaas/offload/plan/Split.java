package org.rfaas.offload.plan;

import java.util.Arrays;

/**
 * A range of iterations cut into the rank's part, which comes first, and one part for each worker, possibly empty.
 */
public final class Split {
    private final int lo;
    private final int[] ends;

    /** @param ends end of the rank's part, then of each worker's, ascending from {@code lo}; the last is the range's end */
    public Split(int lo, int... ends) {
        int before = lo;
        for (int end : ends) {
            if (end < before) {
                throw new IllegalArgumentException("ends " + Arrays.toString(ends) + " do not ascend from " + lo);
            }
            before = end;
        }
        if (ends.length == 0) {
            throw new IllegalArgumentException("a split has at least the rank's part");
        }
        this.lo = lo;
        this.ends = ends.clone();
    }

    public int lo() {
        return lo;
    }

    public int hi() {
        return ends[ends.length - 1];
    }

    /** End of the rank's part. */
    public int localEnd() {
        return ends[0];
    }

    public int workers() {
        return ends.length - 1;
    }

    public int workerLo(int worker) {
        return ends[worker];
    }

    public int workerHi(int worker) {
        return ends[worker + 1];
    }

    /** Iterations that do not run on the rank. */
    public int remote() {
        return hi() - localEnd();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Split split && lo == split.lo && Arrays.equals(ends, split.ends);
    }

    @Override
    public int hashCode() {
        return 31 * lo + Arrays.hashCode(ends);
    }

    @Override
    public String toString() {
        return "[" + lo + Arrays.toString(ends) + ")";
    }
}
