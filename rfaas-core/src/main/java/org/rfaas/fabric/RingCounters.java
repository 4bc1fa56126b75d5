package org.rfaas.fabric;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * The two counters of a bounded single-producer single-consumer ring within a process, for providers; what is in the ring
 * stands in arrays beside it. The counters never wrap, so {@code produced - consumed} is how much is in the ring. Lock-free,
 * allocates nothing.
 */
public final class RingCounters {
    private static final VarHandle PRODUCED;
    private static final VarHandle CONSUMED;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            PRODUCED = lookup.findVarHandle(RingCounters.class, "produced", long.class);
            CONSUMED = lookup.findVarHandle(RingCounters.class, "consumed", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final int mask;

    private long produced;
    private long consumed;

    /**
     * @param capacity a power of two
     */
    public RingCounters(int capacity) {
        this.mask = capacity - 1;
    }

    /** Entries for a queue pair of this depth: the next power of two. */
    public static int capacity(int depth) {
        return depth == 1 ? 1 : Integer.highestOneBit(depth - 1) << 1;
    }

    public int capacity() {
        return mask + 1;
    }

    /** Producer: whether {@link #produce} may follow. */
    public boolean hasRoom() {
        return produced - (long) CONSUMED.getAcquire(this) <= mask; // pairs with setRelease in consume
    }

    /** Producer: where to store before {@link #produce}. */
    public int producerIndex() {
        return (int) produced & mask;
    }

    public void produce() {
        PRODUCED.setRelease(this, produced + 1); // pairs with getAcquire in isReady and producedCount
    }

    /** Consumer: whether there is an entry at {@link #consumerIndex}. */
    public boolean isReady() {
        return (long) PRODUCED.getAcquire(this) != consumed; // pairs with setRelease in produce
    }

    public int consumerIndex() {
        return (int) consumed & mask;
    }

    public void consume() {
        CONSUMED.setRelease(this, consumed + 1); // pairs with getAcquire in hasRoom and consumedCount
    }

    /** Any thread. */
    public long producedCount() {
        return (long) PRODUCED.getAcquire(this);
    }

    /** Any thread. */
    public long consumedCount() {
        return (long) CONSUMED.getAcquire(this);
    }
}
