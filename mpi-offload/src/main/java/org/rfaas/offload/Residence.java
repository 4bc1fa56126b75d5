package org.rfaas.offload;

import java.lang.foreign.MemorySegment;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import org.jspecify.annotations.Nullable;
import org.rfaas.offload.plan.Blocks;
import org.rfaas.offload.worker.ResidentPort;
import org.rfaas.offload.worker.WorkerPort;

/**
 * A worker's copy of a part of an array: which elements its buffer has room for, which of them are there, and as of which
 * version. Dies with the array.
 */
final class Residence extends WeakReference<OffloadArray> {
    private final WorkerPort worker;
    private final Counters counters;
    private final long arrayId;
    private final int elementBytes;
    private @Nullable ResidentPort buffer;
    private long roomFirst;
    private long roomEnd;
    private long first;
    private long end;
    private long version;
    private long firstTimeBytes;

    Residence(OffloadArray array, ReferenceQueue<OffloadArray> collected, WorkerPort worker, Counters counters) {
        super(array, collected);
        this.worker = worker;
        this.counters = counters;
        this.arrayId = array.id();
        this.elementBytes = array.kind().bytes();
        array.log().track();
    }

    long arrayId() {
        return arrayId;
    }

    int bufferId() {
        return present().id();
    }

    /** Byte offset of an element in the buffer. */
    long offset(long element) {
        return (element - roomFirst) * elementBytes;
    }

    /**
     * Makes the worker's copy hold the current elements from the first to the last of {@code needed}.
     *
     * @param all what the loop's whole range touches: room beyond {@code needed} is not made outside of it
     */
    void bring(OffloadArray array, Blocks needed, Blocks all) {
        firstTimeBytes = 0;
        TouchLog log = array.log();
        if (buffer == null || (!needed.isEmpty() && (needed.first() < roomFirst || needed.end() > roomEnd))) {
            makeRoom(needed, all, array.length());
        }
        if (!log.remembers(version)) {
            end = first;
        }
        if (first < end && version != log.version()) {
            long[] changes = log.changes(version, first, end);
            for (int i = 0; i < changes.length; i += 2) {
                send(array, changes[i], changes[i + 1]);
            }
        }
        version = log.version();
        if (!needed.isEmpty()) {
            extend(array, needed.first(), needed.end());
        }
    }

    /** What the last {@link #bring} sent because it was not there before, rather than because it changed. */
    long firstTimeBytes() {
        return firstTimeBytes;
    }

    /** Bytes that {@link #bring} would send because they are not there; changed ones not counted. */
    long missingBytes(Blocks needed) {
        long there = Math.max(0, Math.min(end, needed.end()) - Math.max(first, needed.first()));
        boolean keeps = buffer != null && needed.first() >= roomFirst && needed.end() <= roomEnd;
        return (needed.hull() - (keeps ? there : 0)) * elementBytes;
    }

    void release() {
        ResidentPort held = buffer;
        if (held != null) {
            buffer = null;
            counters.residentBytes -= held.bytes();
            held.close();
        }
    }

    /** The worker is gone, and the buffer with it. */
    void forget() {
        ResidentPort held = buffer;
        if (held != null) {
            buffer = null;
            counters.residentBytes -= held.bytes();
        }
    }

    private void extend(OffloadArray array, long from, long to) {
        if (first >= end || from > end || to < first) {
            sendFirstTime(array, from, to);
            first = from;
            end = to;
            return;
        }
        if (from < first) {
            sendFirstTime(array, from, first);
            first = from;
        }
        if (to > end) {
            sendFirstTime(array, end, to);
            end = to;
        }
    }

    /** A margin lets the split move a little without moving the data. */
    private void makeRoom(Blocks needed, Blocks all, long length) {
        release();
        long margin = needed.hull() / 4;
        roomFirst = Math.max(Math.max(0, all.first()), needed.first() - margin);
        roomEnd = Math.min(Math.min(length, all.end()), needed.end() + margin);
        roomFirst = Math.min(roomFirst, needed.first());
        roomEnd = Math.max(roomEnd, needed.end());
        first = roomFirst;
        end = roomFirst;
        ResidentPort made = worker.allocate(Math.max(1, roomEnd - roomFirst) * elementBytes);
        buffer = made;
        counters.residentBytes += made.bytes();
    }

    private void sendFirstTime(OffloadArray array, long from, long to) {
        firstTimeBytes += (to - from) * elementBytes;
        send(array, from, to);
    }

    private void send(OffloadArray array, long from, long to) {
        long bytes = (to - from) * elementBytes;
        MemorySegment source = array.memory().asSlice(from * elementBytes, bytes);
        present().write(offset(from), source);
        counters.bytesSent += bytes;
    }

    private ResidentPort present() {
        ResidentPort held = buffer;
        if (held == null) {
            throw new IllegalStateException("no room was made on the worker");
        }
        return held;
    }
}
