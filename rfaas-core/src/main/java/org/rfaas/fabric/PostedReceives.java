package org.rfaas.fabric.tcp;

import org.jspecify.annotations.Nullable;

/**
 * Receives from the posting thread to the polling thread. The accessors speak of the oldest receive, when {@link
 * #isEmpty} is false.
 */
final class PostedReceives {
    private final Ring ring;
    private final long[] workIds;
    private final @Nullable TcpMemoryRegion[] regions;
    private final long[] offsets;
    private final int[] lengths;

    PostedReceives(int depth) {
        int capacity = Ring.capacity(depth);
        this.ring = new Ring(capacity);
        this.workIds = new long[capacity];
        this.regions = new TcpMemoryRegion[capacity];
        this.offsets = new long[capacity];
        this.lengths = new int[capacity];
    }

    /** Posting thread; false when there is no room. */
    boolean post(long workId, @Nullable TcpMemoryRegion region, long offset, int bytes) {
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
    boolean isEmpty() {
        return !ring.isReady();
    }

    long workId() {
        return workIds[ring.consumerIndex()];
    }

    /** Null for a receive that can take an immediate only. */
    @Nullable
    TcpMemoryRegion region() {
        return regions[ring.consumerIndex()];
    }

    long offset() {
        return offsets[ring.consumerIndex()];
    }

    int length() {
        return lengths[ring.consumerIndex()];
    }

    void take() {
        ring.consume();
    }
}
