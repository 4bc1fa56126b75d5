package org.rfaas.executor.usage;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.rfaas.accounting.UsageRow;

/**
 * The counters of one worker, in its row of the page that its manager reads. Worker's thread only; each update costs a few
 * plain stores, with no fence and no allocation. What is stored stays, whatever becomes of the process.
 */
public final class WorkerMeter {
    private final MemorySegment rows;
    private final long offset;
    private long executionNs;
    private long hotPollingNs;
    private long invocations;
    private long bytes;

    WorkerMeter(MemorySegment rows, long offset) {
        this.rows = rows;
        this.offset = offset;
    }

    /** Counters that nobody reads. */
    public static WorkerMeter unshared() {
        return new WorkerMeter(Arena.ofAuto().allocate(UsageRow.BYTES, UsageRow.BYTES), 0);
    }

    /** Something ran that is no invocation of a function. */
    public void ran(long ns) {
        executionNs += ns;
        UsageRow.set(rows, offset, 0, executionNs);
    }

    /** A function ran. */
    public void invoked(long ns, long movedBytes) {
        ran(ns);
        invocations++;
        bytes += movedBytes;
        UsageRow.set(rows, offset, 2, invocations);
        UsageRow.set(rows, offset, 3, bytes);
    }

    /** Polled, awake, for the next invocation. */
    public void polled(long ns) {
        hotPollingNs += ns;
        UsageRow.set(rows, offset, 1, hotPollingNs);
    }
}
