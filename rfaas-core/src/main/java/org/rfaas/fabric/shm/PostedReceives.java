package org.rfaas.fabric.shm;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;
import org.rfaas.fabric.MemoryRegion;

/**
 * Receives from the posting thread to the polling thread. Bounded, lock-free, allocates nothing. The accessors speak of
 * the oldest receive, when {@link #isEmpty} is false.
 */
final class PostedReceives {
    private static final VarHandle POSTED;
    private static final VarHandle TAKEN;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            POSTED = lookup.findVarHandle(PostedReceives.class, "posted", long.class);
            TAKEN = lookup.findVarHandle(PostedReceives.class, "taken", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final long[] workIds;
    private final @Nullable MemoryRegion[] regions;
    private final long[] offsets;
    private final int[] lengths;
    private final int mask;

    private long posted;
    private long taken;

    PostedReceives(int depth) {
        int capacity = Ring.capacity(depth);
        this.workIds = new long[capacity];
        this.regions = new MemoryRegion[capacity];
        this.offsets = new long[capacity];
        this.lengths = new int[capacity];
        this.mask = capacity - 1;
    }

    /** Posting thread; false when there is no room. */
    boolean post(long workId, @Nullable MemoryRegion region, long offset, int bytes) {
        if (posted - (long) TAKEN.getAcquire(this) > mask) { // pairs with setRelease in take
            return false;
        }
        int at = (int) posted & mask;
        workIds[at] = workId;
        regions[at] = region;
        offsets[at] = offset;
        lengths[at] = bytes;
        POSTED.setRelease(this, posted + 1); // pairs with getAcquire in isEmpty
        return true;
    }

    /** Polling thread, as all below. */
    boolean isEmpty() {
        return (long) POSTED.getAcquire(this) == taken; // pairs with setRelease in post
    }

    long workId() {
        return workIds[(int) taken & mask];
    }

    /** Null for a receive that can take an immediate only. */
    @Nullable
    MemoryRegion region() {
        return regions[(int) taken & mask];
    }

    long offset() {
        return offsets[(int) taken & mask];
    }

    int length() {
        return lengths[(int) taken & mask];
    }

    void take() {
        TAKEN.setRelease(this, taken + 1); // pairs with getAcquire in post
    }
}
