package org.rfaas.fabric.rdma;

/** What is outstanding in a receive queue. */
final class ReceiveSlots extends Slots {
    /**
     * @param capacity a power of two
     */
    ReceiveSlots(int capacity) {
        super(capacity);
    }

    /** Posting thread: whether {@link #enter} may be called. */
    boolean hasRoom() {
        return taken() < capacity();
    }

    /** Posting thread: takes a slot and answers its number. */
    long enter(long workId) {
        return publish(workId);
    }
}
