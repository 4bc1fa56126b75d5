package org.rfaas.fabric.rdma;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * What is outstanding in a receive queue, from the posting thread to the polling thread; the device completes receives in
 * the order of posting. Bounded, lock-free, allocates nothing.
 */
final class ReceiveSlots {
    private static final VarHandle ENTERED;
    private static final VarHandle COMPLETED;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            ENTERED = lookup.findVarHandle(ReceiveSlots.class, "entered", long.class);
            COMPLETED = lookup.findVarHandle(ReceiveSlots.class, "completed", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final long[] workIds;
    private final int mask;

    private long entered;
    private long completed;

    /**
     * @param capacity a power of two
     */
    ReceiveSlots(int capacity) {
        this.workIds = new long[capacity];
        this.mask = capacity - 1;
    }

    /** Posting thread: whether {@link #enter} may be called. */
    boolean hasRoom() {
        return entered - (long) COMPLETED.getAcquire(this) <= mask; // pairs with setRelease in release
    }

    /** Posting thread: takes a slot and answers its number. */
    long enter(long workId) {
        workIds[(int) entered & mask] = workId;
        long number = entered;
        ENTERED.setRelease(this, number + 1); // pairs with getAcquire in isOutstanding
        return number;
    }

    /** Polling thread, as all below: whether the slot is taken; false for news of what has been given up already. */
    boolean isOutstanding(long number) {
        return number >= completed && number < (long) ENTERED.getAcquire(this); // pairs with setRelease in enter
    }

    long oldest() {
        return completed;
    }

    long workId(long number) {
        return workIds[(int) number & mask];
    }

    /** Gives back a slot and all before it. */
    void release(long number) {
        COMPLETED.setRelease(this, number + 1); // pairs with getAcquire in hasRoom
    }
}
