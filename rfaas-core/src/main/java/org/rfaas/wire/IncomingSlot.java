package org.rfaas.wire;

import java.lang.foreign.MemorySegment;
import org.rfaas.fabric.MemoryRegion;

/**
 * One slot of this side's registered region: where the peer writes. Its memory belongs to the peer until the immediate
 * with the slot's number has arrived, and a hostile peer may write at any time, so every header field is read once and
 * checked by the reader. Allocates nothing.
 */
public final class IncomingSlot {
    private final MemorySegment region;
    private final long headerOffset;
    private final MemorySegment payload;

    /**
     * @param index 0 to {@code layout.slots() - 1}
     */
    public IncomingSlot(MemoryRegion region, SlotLayout layout, int index) {
        this.region = region.segment();
        this.headerOffset = layout.headerOffset(index);
        this.payload = this.region.asSlice(layout.payloadOffset(index), layout.slotBytes());
    }

    public long invocationId() {
        return (long) SlotLayout.INVOCATION_ID.get(region, headerOffset);
    }

    public int code() {
        return (int) SlotLayout.CODE.get(region, headerOffset);
    }

    /** Length of the payload as the peer claims it. */
    public int claimedBytes() {
        return (int) SlotLayout.BYTES.get(region, headerOffset);
    }

    /** The whole payload area. */
    public MemorySegment payload() {
        return payload;
    }
}
