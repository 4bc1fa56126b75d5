package org.rfaas.fabric.rdma;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.rfaas.fabric.FabricCapabilities;
import org.rfaas.fabric.FabricException;
import org.rfaas.fabric.QueuePairOptions;

/**
 * What a connect request or its acceptance carries as private data of rdma_cm: 8 bytes of our own, then the caller's.
 * rdma_cm hands private data over padded with zeros, so it names its length; it leaves 56 bytes on a connect.
 *
 * <pre>
 * 0  magic (u8)    2  length of the caller's data (u8)    5  longest message (u24, little-endian)
 * 1  version (u8)  3  queue pair depth (u16, little-endian)
 * </pre>
 *
 * @param depth queue pair depth of the side that speaks
 * @param maxMessageBytes its longest message
 * @param privateData the caller's
 */
public record Hello(int depth, int maxMessageBytes, byte[] privateData) {
    /** Of the peer protocol. */
    public static final int VERSION = 1;

    /** The caller's share. */
    public static final int MAX_PRIVATE_DATA_BYTES = FabricCapabilities.GUARANTEED_PRIVATE_DATA_BYTES;

    private static final byte MAGIC = (byte) 0xfa;
    private static final int HEADER_BYTES = 8;

    /** What a reject can carry (rdma_reject(3)), less the header of two bytes. */
    private static final int MAX_REASON_BYTES = 146;

    /**
     * What this side says.
     *
     * @throws FabricException when the private data is too long
     */
    public static Hello of(QueuePairOptions options, byte[] privateData) {
        if (privateData.length > MAX_PRIVATE_DATA_BYTES) {
            throw new FabricException(
                    "private data of " + privateData.length + " bytes; RDMA fabrics carry " + MAX_PRIVATE_DATA_BYTES);
        }
        return new Hello(options.depth(), options.maxMessageBytes(), privateData);
    }

    /** As it travels. */
    public byte[] encode() {
        byte[] bytes = new byte[HEADER_BYTES + privateData.length];
        bytes[0] = MAGIC;
        bytes[1] = (byte) VERSION;
        bytes[2] = (byte) privateData.length;
        bytes[3] = (byte) depth;
        bytes[4] = (byte) (depth >> 8);
        bytes[5] = (byte) maxMessageBytes;
        bytes[6] = (byte) (maxMessageBytes >> 8);
        bytes[7] = (byte) (maxMessageBytes >> 16);
        System.arraycopy(privateData, 0, bytes, HEADER_BYTES, privateData.length);
        return bytes;
    }

    /**
     * Reads what a peer sent.
     *
     * @throws FabricException when it is none of ours or of another version
     */
    public static Hello decode(byte[] bytes) {
        if (bytes.length < HEADER_BYTES || bytes[0] != MAGIC) {
            throw new FabricException("the peer speaks another protocol");
        }
        if (bytes[1] != VERSION) {
            throw new FabricException(
                    "the peer has version " + bytes[1] + " of the fabric's protocol, this side " + VERSION);
        }
        int length = bytes[2];
        if (length < 0 || length > bytes.length - HEADER_BYTES) {
            throw new FabricException("the peer announced private data of " + length + " bytes");
        }
        int depth = (bytes[3] & 0xff) | (bytes[4] & 0xff) << 8;
        int maxMessageBytes = (bytes[5] & 0xff) | (bytes[6] & 0xff) << 8 | (bytes[7] & 0xff) << 16;
        return new Hello(depth, maxMessageBytes, Arrays.copyOfRange(bytes, HEADER_BYTES, HEADER_BYTES + length));
    }

    /**
     * Both ends of a queue pair must be made alike.
     *
     * @throws FabricException when they are not
     */
    public void requireSame(QueuePairOptions options) {
        options.requireSame(depth, maxMessageBytes);
    }

    /** Private data of a reject; a long reason is cut. */
    public static byte[] encodeReason(String reason) {
        byte[] text = reason.getBytes(StandardCharsets.UTF_8);
        int length = Math.min(text.length, MAX_REASON_BYTES);
        byte[] bytes = new byte[2 + length];
        bytes[0] = MAGIC;
        bytes[1] = (byte) length;
        System.arraycopy(text, 0, bytes, 2, length);
        return bytes;
    }

    /** Reads the private data of a reject. */
    public static String decodeReason(byte[] bytes) {
        if (bytes.length < 2 || bytes[0] != MAGIC) {
            return "no reason given";
        }
        int length = Math.min(bytes[1] & 0xff, bytes.length - 2);
        return new String(bytes, 2, length, StandardCharsets.UTF_8);
    }
}
