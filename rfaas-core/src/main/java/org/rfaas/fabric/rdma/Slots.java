package org.rfaas.fabric.rdma;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * Work that is outstanding in a queue of a queue pair, in a ring of slots from the posting thread to the polling thread. A
 * device completes in the order of posting, so giving back a slot gives back all before it. Bounded, lock-free, allocates
 * nothing.
 */
abstract sealed class Slots permits SendSlots, ReceiveSlots {
    private static final VarHandle ENTERED;
    private static final VarHandle COMPLETED;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            ENTERED = lookup.findVarHandle(Slots.class, "entered", long.class);
            COMPLETED = lookup.findVarHandle(Slots.class, "completed", long.class);
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
    Slots(int capacity) {
        this.workIds = new long[capacity];
        this.mask = capacity - 1;
    }

    final int capacity() {
        return workIds.length;
    }

    /** Where in an array of {@link #capacity} elements a slot's are. */
    final int at(long number) {
        return (int) number & mask;
    }

    /** Posting thread, as all up to {@link #isOutstanding}: how many slots are taken. */
    final long taken() {
        return entered - (long) COMPLETED.getAcquire(this); // pairs with setRelease in release
    }

    /** Number of the slot that is entered next. */
    final long next() {
        return entered;
    }

    /** Takes the next slot, all of whose fields are set by now, and answers its number. */
    final long publish(long workId) {
        long number = entered;
        workIds[at(number)] = workId;
        ENTERED.setRelease(this, number + 1); // pairs with getAcquire in isOutstanding
        return number;
    }

    /** Polling thread, as all below: whether the slot is taken; false for news of what has been given up already. */
    final boolean isOutstanding(long number) {
        return number >= completed && number < (long) ENTERED.getAcquire(this); // pairs with setRelease in publish
    }

    final long oldest() {
        return completed;
    }

    final long workId(long number) {
        return workIds[at(number)];
    }

    /** Gives back a slot and all before it. */
    final void release(long number) {
        COMPLETED.setRelease(this, number + 1); // pairs with getAcquire in taken
    }
}
