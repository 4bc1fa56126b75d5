package org.rfaas.wire;

import org.rfaas.fabric.MemoryRegion;
import org.rfaas.fabric.PostResult;
import org.rfaas.fabric.QueuePair;
import org.rfaas.fabric.RemoteRegion;

/**
 * The way back of what a function changed of its input, for one slot: to where the client composed it. If that is the memory the
 * function worked on, nothing moves; else it is written there, straight from the worker's slot. Push it before the result: once
 * the client has that, it uses both slots. Allocates nothing.
 */
public final class ReturnedInput {
    private final QueuePair queuePair;
    private final MemoryRegion inputs;
    private final RemoteRegion client;
    private final int index;
    private final boolean inPlace;
    private final long from;
    private final long to;

    /**
     * @param inputs the worker's region of slots
     * @param client the client's region, see {@link SlotLayout#clientRegionBytes}
     */
    public ReturnedInput(QueuePair queuePair, MemoryRegion inputs, RemoteRegion client, SlotLayout layout, int index) {
        this.queuePair = queuePair;
        this.inputs = inputs;
        this.client = client;
        this.index = index;
        this.inPlace = client.descriptor().bytes() < layout.clientRegionBytes(false);
        this.from = layout.payloadOffset(index);
        this.to = layout.payloadOffset(layout.composingSlot(index));
    }

    /**
     * Gives back a part of the input, which is inside of the slot.
     *
     * @param offset from the beginning of the payload
     * @return {@link PostResult#WOULD_BLOCK} when the queue pair is full; then push again
     */
    public PostResult push(long offset, long bytes) {
        return inPlace
                ? PostResult.POSTED
                : queuePair.write(inputs, from + offset, client, to + offset, bytes, index, QueuePair.UNSIGNALED);
    }
}
