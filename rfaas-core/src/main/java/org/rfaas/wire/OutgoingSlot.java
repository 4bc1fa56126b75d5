package org.rfaas.wire;

import java.lang.foreign.MemorySegment;
import java.util.Optional;
import org.rfaas.fabric.MemoryRegion;
import org.rfaas.fabric.PostResult;
import org.rfaas.fabric.QueuePair;
import org.rfaas.fabric.RemoteRegion;

/**
 * One slot of the peer's region, to be filled here and pushed there. Where the fabric gives load/store access, the payload
 * is the peer's memory itself and a push moves nothing but the immediate; elsewhere it is a slot of a local staging region
 * that one write-with-immediate carries over. Allocates nothing.
 */
public final class OutgoingSlot {
    private final QueuePair queuePair;
    private final MemoryRegion staging;
    private final RemoteRegion remote;
    private final int index;
    private final boolean inPlace;
    private final MemorySegment memory;
    private final long headerOffset;
    private final long remoteHeaderOffset;
    private final MemorySegment payload;

    /**
     * A slot of the client's, to be pushed to the worker.
     *
     * @param own the client's region, see {@link SlotLayout#clientRegionBytes}
     * @param inputs the worker's region of slots
     */
    public static OutgoingSlot ofClient(
            QueuePair queuePair, MemoryRegion own, RemoteRegion inputs, SlotLayout layout, int index) {
        return new OutgoingSlot(queuePair, own, layout.composingSlot(index), inputs, layout, index);
    }

    /**
     * A slot of a worker's, to be pushed to the client.
     *
     * @param staging local region of slots; only its registration is used where the fabric works in place
     * @param results the client's region
     */
    public static OutgoingSlot ofWorker(
            QueuePair queuePair, MemoryRegion staging, RemoteRegion results, SlotLayout layout, int index) {
        return new OutgoingSlot(queuePair, staging, index, results, layout, index);
    }

    private OutgoingSlot(
            QueuePair queuePair,
            MemoryRegion staging,
            int stagingSlot,
            RemoteRegion remote,
            SlotLayout layout,
            int index) {
        this.queuePair = queuePair;
        this.staging = staging;
        this.remote = remote;
        this.index = index;
        Optional<MemorySegment> pointer = remote.pointer();
        this.inPlace = pointer.isPresent();
        this.memory = pointer.orElseGet(staging::segment);
        int composed = inPlace ? index : stagingSlot;
        this.headerOffset = layout.headerOffset(composed);
        this.remoteHeaderOffset = layout.headerOffset(index);
        this.payload = memory.asSlice(layout.payloadOffset(composed), layout.slotBytes());
    }

    /** Where to compose the payload. */
    public MemorySegment payload() {
        return payload;
    }

    /**
     * Hands the slot to the peer.
     *
     * @param bytes length of the payload, at most the slot's capacity
     * @return {@link PostResult#WOULD_BLOCK} when the queue pair is full; then push again with the same arguments
     */
    public PostResult push(long invocationId, int code, int bytes) {
        SlotLayout.INVOCATION_ID.set(memory, headerOffset, invocationId);
        SlotLayout.CODE.set(memory, headerOffset, code);
        SlotLayout.BYTES.set(memory, headerOffset, bytes);
        int written = inPlace ? 0 : SlotLayout.HEADER_BYTES + bytes;
        long from = inPlace ? 0 : headerOffset;
        return queuePair.writeWithImmediate(
                staging, from, remote, remoteHeaderOffset, written, index, index, QueuePair.UNSIGNALED);
    }
}
