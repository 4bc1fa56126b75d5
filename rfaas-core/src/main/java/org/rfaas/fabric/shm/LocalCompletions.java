package org.rfaas.fabric.shm;

import org.rfaas.fabric.QueuePair;
import org.rfaas.fabric.RingCounters;
import org.rfaas.fabric.WorkCompletion;
import org.rfaas.fabric.WorkOpcode;
import org.rfaas.fabric.WorkStatus;

/**
 * Completions of work this side initiated, from the posting thread to the polling thread. Bounded, lock-free, allocates
 * nothing.
 */
final class LocalCompletions {
    private final RingCounters ring;
    private final long[] workIds;
    private final WorkOpcode[] opcodes;
    private final WorkStatus[] statuses;

    LocalCompletions(int depth) {
        int capacity = RingCounters.capacity(depth);
        this.ring = new RingCounters(capacity);
        this.workIds = new long[capacity];
        this.opcodes = new WorkOpcode[capacity];
        this.statuses = new WorkStatus[capacity];
    }

    boolean hasRoom() {
        return ring.hasRoom();
    }

    /** Posting thread, after {@link #hasRoom}. */
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
