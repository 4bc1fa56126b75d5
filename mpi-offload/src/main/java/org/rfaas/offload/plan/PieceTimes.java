package org.rfaas.offload.plan;

/**
 * How long the pieces took that a part of a loop ran in, one after the other. Beyond {@value #CAPACITY} pieces, neighbours
 * become one. One thread; allocates nothing.
 */
public final class PieceTimes {
    static final int CAPACITY = 64;

    private final int[] lo = new int[CAPACITY];
    private final int[] hi = new int[CAPACITY];
    private final long[] ns = new long[CAPACITY];
    private int count;

    public void clear() {
        count = 0;
    }

    /**
     * Adds the iterations {@code [from, to)}, unless they are none or do not lie next to those that were added last. All of
     * them come in ascending order, or all in descending.
     */
    public void add(int from, int to, long tookNs) {
        if (from >= to || (count > 0 && from != hi[count - 1] && to != lo[count - 1])) {
            return;
        }
        if (count == CAPACITY) {
            halve();
        }
        lo[count] = from;
        hi[count] = to;
        ns[count] = tookNs;
        count++;
    }

    public int count() {
        return count;
    }

    public int lo(int piece) {
        return lo[piece];
    }

    public int hi(int piece) {
        return hi[piece];
    }

    public long ns(int piece) {
        return ns[piece];
    }

    private void halve() {
        count = CAPACITY / 2;
        for (int i = 0; i < count; i++) {
            lo[i] = Math.min(lo[2 * i], lo[2 * i + 1]);
            hi[i] = Math.max(hi[2 * i], hi[2 * i + 1]);
            ns[i] = ns[2 * i] + ns[2 * i + 1];
        }
    }
}
