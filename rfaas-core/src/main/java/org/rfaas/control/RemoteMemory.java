package org.rfaas.control;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.rfaas.fabric.MemoryRegion;
import org.rfaas.fabric.PostResult;
import org.rfaas.fabric.QueuePair;
import org.rfaas.fabric.RemoteRegion;

/**
 * Memory of the server, used one-sided over a control connection's queue pair: the server's program takes no part. Made by
 * {@link ControlClient#attach}. Every method blocks until its work is complete; any thread may call any method.
 */
public final class RemoteMemory {
    /** Most bytes of one {@link #read}. */
    public static final int MAX_READ_BYTES = OneSidedCalls.BYTES;

    private final OneSidedCalls calls;
    private final RemoteRegion region;

    RemoteMemory(OneSidedCalls calls, RemoteRegion region) {
        this.calls = calls;
        this.region = region;
    }

    public long bytes() {
        return region.descriptor().bytes();
    }

    /**
     * Copies the server's memory.
     *
     * @param into of at most {@link #MAX_READ_BYTES}
     * @throws ControlException when the connection is over, or the memory is not the server's to read
     */
    public void read(long offset, MemorySegment into) {
        requireInside(offset, into.byteSize());
        calls.run(
                (queuePair, staging, workId) -> queuePair.read(staging, 0, region, offset, into.byteSize(), workId),
                staging -> MemorySegment.copy(staging, 0, into, 0, into.byteSize()));
    }

    /**
     * Adds to a word; its offset is a multiple of 8.
     *
     * @throws ControlException when the connection is over, or the memory is not ours to add to
     */
    public void fetchAndAdd(long offset, long addend) {
        requireInside(offset, Long.BYTES);
        calls.run(
                (queuePair, staging, workId) -> queuePair.fetchAndAdd(staging, 0, region, offset, addend, workId),
                _ -> {});
    }

    /**
     * Stores a word. It is there by the time the server gets a message sent later.
     *
     * @throws ControlException when the connection is over, or the memory is not ours to write to
     */
    public void write(long offset, long value) {
        requireInside(offset, Long.BYTES);
        calls.run(
                (queuePair, staging, workId) -> {
                    staging.segment().set(ValueLayout.JAVA_LONG, 0, value);
                    return queuePair.write(staging, 0, region, offset, Long.BYTES, workId, QueuePair.SIGNALED);
                },
                _ -> {});
    }

    private void requireInside(long offset, long length) {
        if (offset < 0 || length < 1 || length > MAX_READ_BYTES || offset > bytes() - length) {
            throw new IndexOutOfBoundsException(length + " bytes at " + offset + " of " + bytes());
        }
    }

    /** Posts work; the staging memory is the caller's until it is complete. */
    @FunctionalInterface
    interface Work {
        PostResult post(QueuePair queuePair, MemoryRegion staging, long workId);
    }
}
