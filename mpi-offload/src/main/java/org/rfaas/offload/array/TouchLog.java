package org.rfaas.offload.array;

import java.util.Arrays;

/**
 * Which ranges of an array changed since which version. Remembers the last {@value #CAPACITY} ranges; who is older than
 * that must take everything anew. While nobody holds a copy, only the version moves, without allocation.
 */
final class TouchLog {
    static final int CAPACITY = 32;

    private final long[] from = new long[CAPACITY];
    private final long[] to = new long[CAPACITY];
    private final long[] at = new long[CAPACITY];
    private boolean tracked;
    private int start;
    private int size;
    private long version;
    private long forgotten;

    long version() {
        return version;
    }

    /** Remembers ranges from now on. */
    void track() {
        tracked = true;
    }

    /** Elements {@code [first, end)} changed. */
    void touch(long first, long end) {
        if (end <= first) {
            return;
        }
        version++;
        if (!tracked) {
            forgotten = version;
            return;
        }
        if (size > 0) {
            int last = (start + size - 1) % CAPACITY;
            if (first <= to[last] && end >= from[last]) {
                from[last] = Math.min(first, from[last]);
                to[last] = Math.max(end, to[last]);
                at[last] = version;
                return;
            }
        }
        if (size == CAPACITY) {
            forgotten = at[start];
            start = (start + 1) % CAPACITY;
            size--;
        }
        int next = (start + size) % CAPACITY;
        from[next] = first;
        to[next] = end;
        at[next] = version;
        size++;
    }

    /** Whether every change after a version is remembered. */
    boolean remembers(long since) {
        return since >= forgotten;
    }

    /**
     * What changed after a version within {@code [first, end)}.
     *
     * @return ascending, disjoint ranges, start and end alternating
     */
    long[] changes(long since, long first, long end) {
        long[] ranges = new long[2 * size];
        int count = 0;
        for (int i = 0; i < size; i++) {
            int k = (start + i) % CAPACITY;
            long lo = Math.max(first, from[k]);
            long hi = Math.min(end, to[k]);
            if (at[k] > since && lo < hi) {
                count = insert(ranges, count, lo, hi);
            }
        }
        return Arrays.copyOf(ranges, count);
    }

    /** Keeps the ranges ascending and disjoint. */
    private static int insert(long[] ranges, int count, long lo, long hi) {
        int kept = 0;
        long first = lo;
        long end = hi;
        int place = 0;
        for (int i = 0; i < count; i += 2) {
            long otherFirst = ranges[i];
            long otherEnd = ranges[i + 1];
            if (otherFirst <= end && otherEnd >= first) {
                first = Math.min(first, otherFirst);
                end = Math.max(end, otherEnd);
            } else {
                ranges[kept] = otherFirst;
                ranges[kept + 1] = otherEnd;
                kept += 2;
                if (otherEnd < first) {
                    place = kept;
                }
            }
        }
        System.arraycopy(ranges, place, ranges, place + 2, kept - place);
        ranges[place] = first;
        ranges[place + 1] = end;
        return kept + 2;
    }
}
