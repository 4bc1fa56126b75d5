package org.rfaas.wire;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.rfaas.fabric.RegionDescriptor;

/**
 * Output of {@link SystemFunction#ALLOCATE}: {@code bufferId i32, region descriptor}.
 *
 * @param bufferId the resident buffer's name on the worker
 * @param descriptor how to reach it one-sided
 */
public record AllocatedBuffer(int bufferId, RegionDescriptor descriptor) {
    /** Length on the wire. */
    public static final int BYTES = Integer.BYTES + RegionDescriptor.WIRE_BYTES;

    /** Writes {@value #BYTES} bytes. */
    public void write(MemorySegment into) {
        ByteBuffer buffer = buffer(into);
        buffer.putInt(bufferId);
        descriptor.encode(buffer);
    }

    /**
     * Reads what {@link #write} wrote.
     *
     * @throws IllegalArgumentException when it describes no region
     */
    public static AllocatedBuffer read(MemorySegment output) {
        ByteBuffer buffer = buffer(output);
        return new AllocatedBuffer(buffer.getInt(), RegionDescriptor.decode(buffer));
    }

    private static ByteBuffer buffer(MemorySegment memory) {
        return memory.asSlice(0, BYTES).asByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
    }
}
