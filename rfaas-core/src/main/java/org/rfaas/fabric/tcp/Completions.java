package org.rfaas.fabric.tcp;

import org.rfaas.fabric.QueuePair;
import org.rfaas.fabric.RingCounters;
import org.rfaas.fabric.WorkCompletion;
import org.rfaas.fabric.WorkOpcode;
import org.rfaas.fabric.WorkStatus;

/**
 * Completions of work this side initiated, from whoever drives the connection to the polling thread. Twice as long as the
 * queue of outstanding work: posting stops while half of it is full, and what is outstanding then still fits.
 */
final class Completions {
    private final RingCounters ring;
    private final int postLimit;
    private final long[] workIds;
    private final WorkOpcode[] opcodes;
    private final WorkStatus[] statuses;

    Completions(int depth) {
        this.postLimit = RingCounters.capacity(depth);
        int capacity = 2 * postLimit;
        this.ring = new RingCounters(capacity);
        this.workIds = new long[capacity];
        this.opcodes = new WorkOpcode[capacity];
        this.statuses = new WorkStatus[capacity];
    }

    /** Posting thread: whether one more work can be outstanding. */
    boolean permitPost() {
        return ring.producedCount() - ring.consumedCount() < postLimit;
    }

    /** In the drive section. */
    void push(long workId, WorkOpcode opcode, WorkStatus status) {
        int at = ring.producerIndex();
        workIds[at] = workId;
        opcodes[at] = opcode;
        statuses[at] = status;
        ring.produce();
    }

    /** Polling thread. */
    boolean poll(WorkCompletion into, QueuePair queuePair) {
        if (!ring.isReady()) {
            return false;
        }
        int at = ring.consumerIndex();
        into.set(queuePair, workIds[at], statuses[at], opcodes[at], 0, 0);
        ring.consume();
        return true;
    }
}
