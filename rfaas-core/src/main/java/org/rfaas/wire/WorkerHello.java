package org.rfaas.wire;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.rfaas.fabric.RegionDescriptor;
import org.rfaas.lease.AccessToken;

/**
 * Private data of a client's connect to a worker, {@value #WIRE_BYTES} bytes so that rdma_cm can carry it.
 *
 * @param token secret the executor manager gave the client
 * @param worker which worker of the executor
 * @param slots the client's region, see {@link SlotLayout#clientRegionBytes}
 */
public record WorkerHello(AccessToken token, int worker, RegionDescriptor slots) {
    public static final int WIRE_BYTES = 2 + 2 + AccessToken.BYTES + RegionDescriptor.WIRE_BYTES;
    private static final short VERSION = 2;

    public WorkerHello {
        if (worker < 0 || worker > Short.MAX_VALUE) {
            throw new IllegalArgumentException("worker " + worker + " is not in 0.." + Short.MAX_VALUE);
        }
    }

    public byte[] encode() {
        ByteBuffer buffer = ByteBuffer.allocate(WIRE_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        buffer.putShort(VERSION).putShort((short) worker).put(token.bytes());
        slots.encode(buffer);
        return buffer.array();
    }

    /**
     * Reads a hello from private data.
     *
     * @throws IllegalArgumentException when it is malformed or of another version
     */
    public static WorkerHello decode(byte[] privateData) {
        // rdma_cm pads private data, so it may be longer
        if (privateData.length < WIRE_BYTES) {
            throw new IllegalArgumentException("a worker hello of " + privateData.length + " bytes");
        }
        ByteBuffer buffer = ByteBuffer.wrap(privateData).order(ByteOrder.LITTLE_ENDIAN);
        short version = buffer.getShort();
        if (version != VERSION) {
            throw new IllegalArgumentException("client speaks version " + version + ", this worker " + VERSION);
        }
        int worker = buffer.getShort();
        byte[] token = new byte[AccessToken.BYTES];
        buffer.get(token);
        return new WorkerHello(AccessToken.of(token), worker, RegionDescriptor.decode(buffer));
    }
}
