package org.rfaas.fabric.rdma;

import org.rfaas.fabric.WorkOpcode;

/**
 * What is outstanding in a send queue. Work that nobody wants to hear of is given back by the next that completes; where
 * there is none for long, one is asked for.
 */
final class SendSlots extends Slots {
    /** What becomes of a slot when its work is done: nobody is told, unless it failed. */
    static final byte SILENT = 0;

    /** Its owner is told. */
    static final byte REPORTED = 1;

    /** Nobody is told, and if it failed, the last part of the same work is reported in its stead. */
    static final byte PART = 2;

    /** Never given to the device because the queue pair had failed; its owner is told so. */
    static final byte REFUSED = 3;

    private final WorkOpcode[] opcodes;
    private final byte[] kinds;
    private final int limit;
    private final int signalEvery;

    private int unsignaled;

    /**
     * @param capacity slots, a power of two
     * @param limit how many may be taken before work in a single part has to wait
     */
    SendSlots(int capacity, int limit) {
        super(capacity);
        this.opcodes = new WorkOpcode[capacity];
        this.kinds = new byte[capacity];
        this.limit = limit;
        this.signalEvery = Math.max(1, limit / 4);
    }

    /** Posting thread, as all up to {@link #opcode}: whether {@link #enter} may be called so many times. */
    boolean hasRoom(long parts) {
        long taken = taken();
        return taken < limit && taken + parts <= capacity();
    }

    /** Whether the next work must ask for a completion even if nobody wants to hear of it. */
    boolean mustSignal() {
        return unsignaled + 1 >= signalEvery;
    }

    /** After {@link #hasRoom}, before the post: takes a slot and answers its number. */
    long enter(long workId, WorkOpcode opcode, byte kind, boolean signaled) {
        int at = at(next());
        opcodes[at] = opcode;
        kinds[at] = kind;
        unsignaled = signaled ? 0 : unsignaled + 1;
        return publish(workId);
    }

    /** The device did not take what was entered last. */
    void refuseLast() {
        kinds[at(next() - 1)] = REFUSED;
    }

    /** Polling thread, as the next. */
    WorkOpcode opcode(long number) {
        return opcodes[at(number)];
    }

    byte kind(long number) {
        return kinds[at(number)];
    }
}
