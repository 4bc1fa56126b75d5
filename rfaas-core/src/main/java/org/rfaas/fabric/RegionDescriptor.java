package org.rfaas.fabric;

import java.nio.ByteBuffer;

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
}
