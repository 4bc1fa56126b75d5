package org.rfaas.lease;

/**
 * Finds a node with enough free, without looking at all of them: a binary tree over the nodes' positions that knows the most
 * free cores and the most free memory below each branch. Changing a node, and finding one, take a number of steps that grows
 * with the logarithm of the number of nodes; finding takes more only where cores and memory are free on different nodes.
 * Allocates when it grows, otherwise never.
 */
final class CapacityIndex {
    private static final int NONE = -1;
    private static final int INITIAL_LEAVES = 16;

    private int leaves = INITIAL_LEAVES;

    /** Heap order: branch {@code b} has the children {@code 2b} and {@code 2b + 1}; the leaves begin at {@link #leaves}. */
    private int[] cores = new int[2 * INITIAL_LEAVES];

    private long[] memoryBytes = new long[2 * INITIAL_LEAVES];

    /** Most cores free on one node. */
    int mostCores() {
        return cores[1];
    }

    /** Says what a position has free. A node without free cores, or without memory for any lease, counts as having nothing. */
    void set(int position, int freeCores, long freeMemoryBytes) {
        while (position >= leaves) {
            grow();
        }
        boolean leasable = freeCores > 0 && freeMemoryBytes >= LeaseRequest.MIN_MEMORY_BYTES;
        int at = leaves + position;
        cores[at] = leasable ? freeCores : 0;
        memoryBytes[at] = leasable ? freeMemoryBytes : 0;
        for (int branch = at / 2; branch > 0; branch /= 2) {
            summarise(branch);
        }
    }

    /** The first position from this one on that has so much free, or -1. */
    int firstFit(int from, int wantedCores, long wantedMemoryBytes) {
        return from >= leaves ? NONE : firstFit(1, 0, leaves, from, wantedCores, wantedMemoryBytes);
    }

    private int firstFit(int branch, int first, int width, int from, int wantedCores, long wantedMemoryBytes) {
        if (first + width <= from || cores[branch] < wantedCores || memoryBytes[branch] < wantedMemoryBytes) {
            return NONE;
        }
        if (width == 1) {
            return first;
        }
        int half = width / 2;
        int left = firstFit(2 * branch, first, half, from, wantedCores, wantedMemoryBytes);
        return left != NONE ? left : firstFit(2 * branch + 1, first + half, half, from, wantedCores, wantedMemoryBytes);
    }

    private void summarise(int branch) {
        cores[branch] = Math.max(cores[2 * branch], cores[2 * branch + 1]);
        memoryBytes[branch] = Math.max(memoryBytes[2 * branch], memoryBytes[2 * branch + 1]);
    }

    private void grow() {
        int former = leaves;
        leaves = 2 * former;
        cores = moveLeaves(cores, former);
        memoryBytes = moveLeaves(memoryBytes, former);
        for (int branch = leaves - 1; branch > 0; branch--) {
            summarise(branch);
        }
    }

    private static int[] moveLeaves(int[] tree, int former) {
        int[] moved = new int[4 * former];
        System.arraycopy(tree, former, moved, 2 * former, former);
        return moved;
    }

    private static long[] moveLeaves(long[] tree, int former) {
        long[] moved = new long[4 * former];
        System.arraycopy(tree, former, moved, 2 * former, former);
        return moved;
    }
}
