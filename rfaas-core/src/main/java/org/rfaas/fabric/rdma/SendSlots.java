package org.rfaas.fabric.rdma;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.rfaas.fabric.WorkOpcode;

/**
 * What is outstanding in a send queue, from the posting thread to the polling thread. Bounded, lock-free, allocates
 * nothing.
 *
 * <p>A device completes in order, so one completion gives back its slot and all before it. Work that nobody wants to hear
 * of is given back by the next that completes; where there is none for long, one is asked for.
 */
final class SendSlots {
    /** What becomes of a slot when its work is done: nobody is told, unless it failed. */
    static final byte SILENT = 0;

    /** Its owner is told. */
    static final byte REPORTED = 1;

    /** Nobody is told, and if it failed, the last part of the same work is reported in its stead. */
    static final byte PART = 2;

    /** Never given to the device because the queue pair had failed; its owner is told so. */
    static final byte REFUSED = 3;

    private static final VarHandle ENTERED;
    private static final VarHandle COMPLETED;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            ENTERED = lookup.findVarHandle(SendSlots.class, "entered", long.class);
            COMPLETED = lookup.findVarHandle(SendSlots.class, "completed", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final long[] workIds;
    private final WorkOpcode[] opcodes;
    private final byte[] kinds;
    private final int mask;
    private final int limit;
    private final int signalEvery;

    private long entered;
    private int unsignaled;
    private long completed;

    /**
     * @param capacity slots, a power of two
     * @param limit how many may be taken before work in a single part has to wait
     */
    SendSlots(int capacity, int limit) {
        this.workIds = new long[capacity];
        this.opcodes = new WorkOpcode[capacity];
        this.kinds = new byte[capacity];
        this.mask = capacity - 1;
        this.limit = limit;
        this.signalEvery = Math.max(1, limit / 4);
    }

    int capacity() {
        return workIds.length;
    }

    /** Posting thread: whether {@link #enter} may be called so many times. */
    boolean hasRoom(long parts) {
        long taken = entered - (long) COMPLETED.getAcquire(this); // pairs with setRelease in release
        return taken < limit && taken + parts <= workIds.length;
    }

    /** Posting thread: whether the next work must ask for a completion even if nobody wants to hear of it. */
    boolean mustSignal() {
        return unsignaled + 1 >= signalEvery;
    }

    /** Posting thread, after {@link #hasRoom}, before the post: takes a slot and answers its number. */
    long enter(long workId, WorkOpcode opcode, byte kind, boolean signaled) {
        int at = (int) entered & mask;
        workIds[at] = workId;
        opcodes[at] = opcode;
        kinds[at] = kind;
        unsignaled = signaled ? 0 : unsignaled + 1;
        long number = entered;
        ENTERED.setRelease(this, number + 1); // pairs with getAcquire in isOutstanding
        return number;
    }

    /** Posting thread: the device did not take what was entered last. */
    void refuseLast() {
        kinds[(int) (entered - 1) & mask] = REFUSED;
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

    WorkOpcode opcode(long number) {
        return opcodes[(int) number & mask];
    }

    byte kind(long number) {
        return kinds[(int) number & mask];
    }

    /** Gives back a slot and all before it. */
    void release(long number) {
        COMPLETED.setRelease(this, number + 1); // pairs with getAcquire in hasRoom
    }
}
