package org.rfaas.fabric;

/**
 * Completions of work that this side initiated, from one pushing thread at a time to the polling thread, for providers. Bounded,
 * lock-free, allocates nothing.
 */
public final class InitiatedCompletions {
    private final RingCounters ring;
    private final long[] workIds;
    private final WorkOpcode[] opcodes;
    private final WorkStatus[] statuses;

    /**
     * @param capacity a power of two
     */
    public InitiatedCompletions(int capacity) {
        this.ring = new RingCounters(capacity);
        this.workIds = new long[capacity];
        this.opcodes = new WorkOpcode[capacity];
        this.statuses = new WorkStatus[capacity];
    }

    /** Pushing thread: whether {@link #push} may follow. */
    public boolean hasRoom() {
        return ring.hasRoom();
    }

    /** Any thread: how many are there that have not been polled. */
    public int size() {
        return (int) (ring.producedCount() - ring.consumedCount());
    }

    /** Pushing thread, after {@link #hasRoom}. */
    public void push(long workId, WorkOpcode opcode, WorkStatus status) {
        int at = ring.producerIndex();
        workIds[at] = workId;
        opcodes[at] = opcode;
        statuses[at] = status;
        ring.produce();
    }

    /** Polling thread: takes the next one, if there is one. */
    public boolean poll(WorkCompletion into, QueuePair queuePair) {
        if (!ring.isReady()) {
            return false;
        }
        int at = ring.consumerIndex();
        into.set(queuePair, workIds[at], statuses[at], opcodes[at], 0, 0);
        ring.consume();
        return true;
    }
}
