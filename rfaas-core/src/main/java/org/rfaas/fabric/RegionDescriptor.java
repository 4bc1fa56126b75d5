package org.rfaas.fabric;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Address of a registered region as it travels between peers; {@value #WIRE_BYTES} bytes on the wire.
 *
 * @param address the region's base in the owner's address space, or the provider's substitute for it
 * @param bytes length
 * @param rkey remote key
 */
public record RegionDescriptor(long address, long bytes, int rkey) {
    public static final int WIRE_BYTES = 20;

    public RegionDescriptor {
        if (bytes <= 0) {
            throw new IllegalArgumentException("a region of " + bytes + " bytes");
        }
    }

    /** Appends this descriptor to a little-endian buffer. */
    public void encode(ByteBuffer into) {
        into.putLong(address).putLong(bytes).putInt(rkey);
    }

    /**
     * Reads a descriptor from a little-endian buffer.
     *
     * @throws IllegalArgumentException when the length is not positive
     */
    public static RegionDescriptor decode(ByteBuffer from) {
        return new RegionDescriptor(from.getLong(), from.getLong(), from.getInt());
    }

    /** This descriptor alone, as private data. */
    public byte[] toBytes() {
        ByteBuffer buffer = ByteBuffer.allocate(WIRE_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        encode(buffer);
        return buffer.array();
    }

    /**
     * Reads private data made by {@link #toBytes}; a fabric may have padded it.
     *
     * @throws IllegalArgumentException when it is too short or malformed
     */
    public static RegionDescriptor ofBytes(byte[] bytes) {
        if (bytes.length < WIRE_BYTES) {
            throw new IllegalArgumentException("a region descriptor of " + bytes.length + " bytes");
        }
        return decode(ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN));
    }
}
