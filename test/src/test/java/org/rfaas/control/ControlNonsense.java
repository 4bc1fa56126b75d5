package org.rfaas.control;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import org.rfaas.control.ControlMessage.ListLeases;
import org.rfaas.control.ControlMessage.ListNodes;

/** What a control listener may be sent. */
public final class ControlNonsense {
    /** Depth and longest message of a control connection. */
    public static final int DEPTH = ControlConnection.DEPTH;

    public static final int MAX_BYTES = ControlFrame.MAX_BYTES;

    private ControlNonsense() {}

    /** The greeting of a client that behaves. */
    public static byte[] hello() {
        return Handshake.hello();
    }

    /** A request that changes nothing, in good form. */
    public static byte[] request(Random random) {
        ControlMessage message = random.nextBoolean() ? new ListNodes("") : new ListLeases(0);
        ByteBuffer buffer = ByteBuffer.allocate(MAX_BYTES);
        return Arrays.copyOf(buffer.array(), ControlCodec.encode(new ControlFrame(random.nextLong(), message), buffer));
    }
}
