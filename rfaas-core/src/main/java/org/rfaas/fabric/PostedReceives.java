package org.rfaas.fabric;

import org.jspecify.annotations.Nullable;

/**
 * Receives of a queue pair, from the posting thread to the polling thread, for providers. Bounded, lock-free, allocates
 * nothing. The accessors speak of the oldest receive, when {@link #isEmpty} is false.
 *
 * @param <R> regions of the provider
 */
public final class PostedReceives<R extends MemoryRegion> {
    private final RingCounters ring;
    private final long[] workIds;
    private final @Nullable R[] regions;
    private final long[] offsets;
    private final int[] lengths;

    @SuppressWarnings("unchecked") // an array of its own, which nobody else gets
    public PostedReceives(int depth) {
        int capacity = RingCounters.capacity(depth);
        this.ring = new RingCounters(capacity);
        this.workIds = new long[capacity];
        this.regions = (@Nullable R[]) new MemoryRegion[capacity];
        this.offsets = new long[capacity];
        this.lengths = new int[capacity];
    }

    /** Posting thread; false when there is no room. */
    public boolean post(long workId, @Nullable R region, long offset, int bytes) {
        if (!ring.hasRoom()) {
            return false;
        }
        int at = ring.producerIndex();
        workIds[at] = workId;
        regions[at] = region;
        offsets[at] = offset;
        lengths[at] = bytes;
        ring.produce();
        return true;
    }

    /** Polling thread, as all below. */
    public boolean isEmpty() {
        return !ring.isReady();
    }

    public long workId() {
        return workIds[ring.consumerIndex()];
    }

    /** Null for a receive that can take an immediate only. */
    public @Nullable R region() {
        return regions[ring.consumerIndex()];
    }

    public long offset() {
        return offsets[ring.consumerIndex()];
    }

    public int length() {
        return lengths[ring.consumerIndex()];
    }

    public void take() {
        ring.consume();
    }
}
