package org.rfaas.offload;

import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import org.jspecify.annotations.Nullable;
import org.rfaas.offload.plan.Blocks;
import org.rfaas.offload.worker.ResidentPort;
import org.rfaas.offload.worker.WorkerPort;

/**
 * A worker's copy of a part of an array: which units its buffer has room for, which of them are there, and as of which
 * version. Dies with the array.
 */
final class Residence extends WeakReference<TrackedArray> {
    private final WorkerPort worker;
    private final Counters counters;
    private final long arrayId;
    private final int unitBytes;
    private @Nullable ResidentPort buffer;
    private long roomFirst;
    private long roomEnd;
    private long first;
    private long end;
    private long version;
    private long firstTimeBytes;

    Residence(LoopArray array, ReferenceQueue<TrackedArray> collected, WorkerPort worker, Counters counters) {
        super(array.tracked(), collected);
        this.worker = worker;
        this.counters = counters;
        this.arrayId = array.tracked().id();
        this.unitBytes = array.unitBytes();
        array.tracked().log().track();
    }

    long arrayId() {
        return arrayId;
    }

    int bufferId() {
        return present().id();
    }

    /** Byte offset of a unit in the buffer. */
    long offset(long unit) {
        return (unit - roomFirst) * unitBytes;
    }

    /**
     * Makes the worker's copy hold the current units from the first to the last of {@code needed}.
     *
     * @param all what the loop's whole range touches: room beyond {@code needed} is not made outside of it
     */
    void bring(LoopArray array, Blocks needed, Blocks all) {
        firstTimeBytes = 0;
        TouchLog log = array.tracked().log();
        if (buffer == null || (!needed.isEmpty() && (needed.first() < roomFirst || needed.end() > roomEnd))) {
            makeRoom(needed, all, array.length());
        }
        if (!log.remembers(version)) {
            end = first;
        }
        if (first < end && version != log.version()) {
            refresh(array, log, needed);
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
        return (needed.hull() - (keeps ? there : 0)) * unitBytes;
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

    /** Sends what changed; what changed but is not needed is not there any more. */
    private void refresh(LoopArray array, TouchLog log, Blocks needed) {
        long[] changes = log.changes(version, first, end);
        if (changes.length > 0 && (changes[0] < needed.first() || changes[changes.length - 1] > needed.end())) {
            first = Math.max(first, needed.first());
            end = Math.max(first, Math.min(end, needed.end()));
            changes = log.changes(version, first, end);
        }
        for (int i = 0; i < changes.length; i += 2) {
            send(array, changes[i], changes[i + 1]);
        }
    }

    private void extend(LoopArray array, long from, long to) {
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
        ResidentPort made = worker.allocate(Math.max(1, roomEnd - roomFirst) * unitBytes);
        buffer = made;
        counters.residentBytes += made.bytes();
    }

    private void sendFirstTime(LoopArray array, long from, long to) {
        firstTimeBytes += (to - from) * unitBytes;
        send(array, from, to);
    }

    private void send(LoopArray array, long from, long to) {
        array.storage().send(from, to, present(), offset(from));
        counters.bytesSent += (to - from) * unitBytes;
    }

    private ResidentPort present() {
        ResidentPort held = buffer;
        if (held == null) {
            throw new IllegalStateException("no room was made on the worker");
        }
        return held;
    }
}
