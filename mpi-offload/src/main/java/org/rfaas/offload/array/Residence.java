package org.rfaas.offload.array;

import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import org.jspecify.annotations.Nullable;
import org.rfaas.offload.plan.Blocks;
import org.rfaas.offload.report.Counters;
import org.rfaas.offload.worker.RemoteFailureException;
import org.rfaas.offload.worker.ResidentPort;
import org.rfaas.offload.worker.WorkerPort;

/**
 * A worker's copy of a part of an array: which units its buffer has room for, which of them are there, and as of which
 * version. Dies with the array.
 */
public final class Residence extends WeakReference<TrackedArray> {
    /**
     * First parts are small and soon become larger. To move the data anew then, and for the worker to free one buffer and to make
     * another, takes tens of milliseconds while both are still cold.
     */
    private static final long LEAST_MARGIN_BYTES = 16 << 20;

    private final Residences copies;
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

    /** All that was ever there lies in {@code [onceFirst, onceEnd)}: what of it goes there again may do so in each run. */
    private long onceFirst;

    private long onceEnd;

    /** Whether the worker had no memory for more than was needed. */
    private boolean isTight;

    private Blocks needed = Blocks.NONE;
    private Blocks all = Blocks.NONE;
    private boolean isNeeded;

    /** @param copies all of the worker's, of which this is one */
    Residence(
            LoopArray array,
            ReferenceQueue<TrackedArray> collected,
            Residences copies,
            WorkerPort worker,
            Counters counters) {
        super(array.tracked(), collected);
        this.copies = copies;
        this.worker = worker;
        this.counters = counters;
        this.arrayId = array.tracked().id();
        this.unitBytes = array.unitBytes();
        array.tracked().log().track();
    }

    long arrayId() {
        return arrayId;
    }

    /** What the worker calls the buffer. */
    public int bufferId() {
        return present().id();
    }

    /** Byte offset of a unit in the buffer. */
    public long offset(long unit) {
        return (unit - roomFirst) * unitBytes;
    }

    /**
     * Notes what one argument of a loop needs.
     *
     * @param ofPart what its part touches
     * @param ofLoop what the loop's whole range touches: room beyond what is needed is not made outside of it
     */
    public void need(Blocks ofPart, Blocks ofLoop) {
        needed = isNeeded ? needed.hullWith(ofPart) : ofPart;
        all = isNeeded ? all.hullWith(ofLoop) : ofLoop;
        isNeeded = true;
    }

    /** All that was {@link #need needed} is there, or bringing it failed. */
    void needsNothing() {
        isNeeded = false;
    }

    /** Frees the copy unless some of it is {@link #need needed}. */
    void releaseUnneeded() {
        if (!isNeeded) {
            release();
        }
    }

    /**
     * Makes the worker's copy hold the current units from the first to the last of what is {@link #need needed}. If there is no
     * memory, all copies are freed of which nothing is needed.
     *
     * @return bytes that went there for the first time, rather than because they changed, or had to make room meanwhile
     * @throws RemoteFailureException if the worker has no memory even so
     */
    public long bring(LoopArray array) {
        TouchLog log = array.tracked().log();
        if (buffer == null || (!needed.isEmpty() && (needed.first() < roomFirst || needed.end() > roomEnd))) {
            makeRoom(array.length());
        }
        if (first < end && version != log.version()) {
            refresh(array, log);
        }
        version = log.version();
        return needed.isEmpty() ? 0 : extend(array, needed.first(), needed.end());
    }

    /** Whether what is there stays where and as it is while the wanted units are brought, so that it can be in use. */
    public boolean hasRoom(LoopArray array, Blocks wanted) {
        return wanted.isEmpty() || (version == array.tracked().version() && fits(wanted));
    }

    /** Whether there may be memory for so much: making room frees what is there, also where there turns out to be none. */
    public boolean mayHold(Blocks wanted) {
        return !isTight || wanted.isEmpty() || fits(wanted);
    }

    private boolean fits(Blocks wanted) {
        return buffer != null && wanted.first() >= roomFirst && wanted.end() <= roomEnd;
    }

    /** Bytes that {@link #bring} would send because they are not there; changed ones not counted. */
    public long missingBytes(Blocks wanted) {
        long there = Math.max(0, Math.min(end, wanted.end()) - Math.max(first, wanted.first()));
        return (wanted.hull() - (fits(wanted) ? there : 0)) * unitBytes;
    }

    void release() {
        ResidentPort held = buffer;
        if (held != null) {
            buffer = null;
            counters.freed(held.bytes());
            held.close();
        }
    }

    /** The worker is gone, and the buffer with it. */
    void forget() {
        ResidentPort held = buffer;
        if (held != null) {
            buffer = null;
            counters.freed(held.bytes());
        }
    }

    /** Sends changed units; of the copy, what is not needed is dropped if some of it changed. */
    private void refresh(LoopArray array, TouchLog log) {
        long[] changes = changes(log);
        if (changes.length > 0 && (changes[0] < needed.first() || changes[changes.length - 1] > needed.end())) {
            first = Math.max(first, needed.first());
            end = Math.max(first, Math.min(end, needed.end()));
            changes = changes(log);
        }
        for (int i = 0; i < changes.length; i += 2) {
            send(array, changes[i], changes[i + 1]);
        }
    }

    /** What of the copy changed; all of it when there were too many changes to remember. */
    private long[] changes(TouchLog log) {
        if (log.remembers(version)) {
            return log.changes(version, first, end);
        }
        return first < end ? new long[] {first, end} : new long[0];
    }

    /** Sends what is not there; how many bytes of it never were. */
    private long extend(LoopArray array, long from, long to) {
        if (first >= end || from > end || to < first) {
            long bytes = sendMissing(array, from, to);
            first = from;
            end = to;
            return bytes;
        }
        long bytes = 0;
        if (from < first) {
            bytes += sendMissing(array, from, first);
            first = from;
        }
        if (to > end) {
            bytes += sendMissing(array, end, to);
            end = to;
        }
        return bytes;
    }

    /** A margin, where there is memory for it, lets the split move without moving the data anew. */
    private void makeRoom(long length) {
        release();
        long margin = Math.max(needed.hull() / 4, LEAST_MARGIN_BYTES / unitBytes);
        isTight = !findsRoom(length, margin);
        if (isTight && !findsRoom(length, 0)) {
            copies.releaseUnneeded();
            isTight = !findsRoom(length, margin);
            if (isTight) {
                makeRoom(length, 0);
            }
        }
    }

    private boolean findsRoom(long length, long margin) {
        try {
            makeRoom(length, margin);
            return true;
        } catch (RemoteFailureException e) {
            return false;
        }
    }

    private void makeRoom(long length, long margin) {
        roomFirst = Math.max(Math.max(0, all.first()), needed.first() - margin);
        roomEnd = Math.min(Math.min(length, all.end()), needed.end() + margin);
        roomFirst = Math.min(roomFirst, needed.first());
        roomEnd = Math.max(roomEnd, needed.end());
        first = roomFirst;
        end = roomFirst;
        ResidentPort made = worker.allocate(Math.max(1, roomEnd - roomFirst) * unitBytes);
        buffer = made;
        counters.allocated(made.bytes());
    }

    /** How many of the bytes never were there. */
    private long sendMissing(LoopArray array, long from, long to) {
        send(array, from, to);
        long again = Math.max(0, Math.min(to, onceEnd) - Math.max(from, onceFirst));
        boolean isFirst = onceFirst == onceEnd;
        onceFirst = isFirst ? from : Math.min(from, onceFirst);
        onceEnd = isFirst ? to : Math.max(to, onceEnd);
        return (to - from - again) * unitBytes;
    }

    private void send(LoopArray array, long from, long to) {
        array.storage().send(from, to, present(), offset(from));
        counters.sent((to - from) * unitBytes);
    }

    private ResidentPort present() {
        ResidentPort held = buffer;
        if (held == null) {
            throw new IllegalStateException("no room was made on the worker");
        }
        return held;
    }
}
