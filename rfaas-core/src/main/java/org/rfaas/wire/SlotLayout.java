package org.rfaas.wire;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Layout of a region of invocation slots. Both directions use it: the worker's input slots, and the client's result slots,
 * behind which are the slots where it composes inputs, unless the fabric lets it compose them in the worker's.
 *
 * <pre>
 * slot    0   unused
 *        48   header: invocation id u64, code i32, payload bytes i32
 *        64   payload, aligned for vector loads
 * </pre>
 *
 * The header ends where the payload begins, so one write carries both and a small invocation touches two neighbouring
 * cache lines. The code is a function index or {@link SystemFunction} towards the worker, an {@link InvocationStatus}
 * towards the client.
 *
 * @param slots slots in the region, 1 to {@value #MAX_SLOTS}
 * @param slotBytes payload capacity of a slot, {@value #MIN_SLOT_BYTES} to {@value #MAX_SLOT_BYTES}
 */
public record SlotLayout(int slots, int slotBytes) {
    public static final int MAX_SLOTS = 256;
    /** System functions and error texts must fit. */
    public static final int MIN_SLOT_BYTES = 512;

    public static final int MAX_SLOT_BYTES = 1 << 30;

    static final int PAYLOAD_OFFSET = 64;
    static final int HEADER_BYTES = 16;
    static final int HEADER_OFFSET = PAYLOAD_OFFSET - HEADER_BYTES;

    private static final StructLayout HEADER = MemoryLayout.structLayout(
            ValueLayout.JAVA_LONG.withName("invocationId").withOrder(ByteOrder.LITTLE_ENDIAN),
            ValueLayout.JAVA_INT.withName("code").withOrder(ByteOrder.LITTLE_ENDIAN),
            ValueLayout.JAVA_INT.withName("bytes").withOrder(ByteOrder.LITTLE_ENDIAN));
    static final VarHandle INVOCATION_ID = HEADER.varHandle(PathElement.groupElement("invocationId"));
    static final VarHandle CODE = HEADER.varHandle(PathElement.groupElement("code"));
    static final VarHandle BYTES = HEADER.varHandle(PathElement.groupElement("bytes"));

    private static final long ALIGNMENT = 128;

    public SlotLayout {
        if (slots < 1 || slots > MAX_SLOTS) {
            throw new IllegalArgumentException(slots + " slots; a worker has 1 to " + MAX_SLOTS);
        }
        if (slotBytes < MIN_SLOT_BYTES || slotBytes > MAX_SLOT_BYTES) {
            throw new IllegalArgumentException(
                    slotBytes + " bytes a slot; a slot has " + MIN_SLOT_BYTES + " to " + MAX_SLOT_BYTES);
        }
    }

    /** Length of a region of slots of one direction. */
    public long regionBytes() {
        return slots * stride();
    }

    /**
     * Length of the client's region.
     *
     * @param isInPlace whether the client composes inputs in the worker's memory
     */
    public long clientRegionBytes(boolean isInPlace) {
        return isInPlace ? regionBytes() : 2 * regionBytes();
    }

    /** How much work a queue pair between these slots has outstanding in a direction: all slots, and transfers beside. */
    public int queuePairDepth() {
        return slots + 16;
    }

    long headerOffset(int slot) {
        return slot * stride() + HEADER_OFFSET;
    }

    long payloadOffset(int slot) {
        return slot * stride() + PAYLOAD_OFFSET;
    }

    /** Where the client composes a slot's input, in its own region. */
    int composingSlot(int slot) {
        return slots + slot;
    }

    private long stride() {
        return (PAYLOAD_OFFSET + slotBytes + ALIGNMENT - 1) & -ALIGNMENT;
    }
}
