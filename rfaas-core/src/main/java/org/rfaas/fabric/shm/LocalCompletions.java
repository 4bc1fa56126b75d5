package org.rfaas.fabric.shm;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.rfaas.fabric.QueuePair;
import org.rfaas.fabric.WorkCompletion;
import org.rfaas.fabric.WorkOpcode;
import org.rfaas.fabric.WorkStatus;

/**
 * Completions of work this side initiated, from the posting thread to the polling thread. Bounded, lock-free, allocates
 * nothing.
 */
final class LocalCompletions {
    private static final VarHandle PUSHED;
    private static final VarHandle POLLED;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            PUSHED = lookup.findVarHandle(LocalCompletions.class, "pushed", long.class);
            POLLED = lookup.findVarHandle(LocalCompletions.class, "polled", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final long[] workIds;
    private final WorkOpcode[] opcodes;
    private final WorkStatus[] statuses;
    private final int mask;

    private long pushed;
    private long polled;

    LocalCompletions(int depth) {
        int capacity = Ring.capacity(depth);
        this.workIds = new long[capacity];
        this.opcodes = new WorkOpcode[capacity];
        this.statuses = new WorkStatus[capacity];
        this.mask = capacity - 1;
    }

    boolean hasRoom() {
        return pushed - (long) POLLED.getAcquire(this) <= mask; // pairs with setRelease in poll
    }

    /** Posting thread, after {@link #hasRoom}. */
    void push(long workId, WorkOpcode opcode, WorkStatus status) {
        int at = (int) pushed & mask;
        workIds[at] = workId;
        opcodes[at] = opcode;
        statuses[at] = status;
        PUSHED.setRelease(this, pushed + 1); // pairs with getAcquire in poll
    }

    /** Polling thread. */
    boolean poll(WorkCompletion into, QueuePair queuePair) {
        if ((long) PUSHED.getAcquire(this) == polled) { // pairs with setRelease in push
            return false;
        }
        int at = (int) polled & mask;
        into.set(queuePair, workIds[at], statuses[at], opcodes[at], 0, 0);
        POLLED.setRelease(this, polled + 1); // pairs with getAcquire in hasRoom
        return true;
    }
}
