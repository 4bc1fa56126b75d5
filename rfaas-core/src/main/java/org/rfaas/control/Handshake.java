package org.rfaas.control;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.SecureRandom;
import java.util.Arrays;

/**
 * Private data that opens a control connection, little endian. Client: magic (u32), version (u32). Server: the same, then a
 * challenge for this connection.
 */
final class Handshake {
    static final int CHALLENGE_BYTES = 32;

    private static final int MAGIC = 0x4C544352;
    private static final int HELLO_BYTES = 8;
    private static final SecureRandom RANDOM = new SecureRandom();

    private Handshake() {}

    static byte[] hello() {
        return hello(HELLO_BYTES).array();
    }

    static byte[] welcome(byte[] challenge) {
        return hello(HELLO_BYTES + CHALLENGE_BYTES).put(challenge).array();
    }

    static byte[] newChallenge() {
        byte[] challenge = new byte[CHALLENGE_BYTES];
        RANDOM.nextBytes(challenge);
        return challenge;
    }

    /**
     * Checks either side's greeting.
     *
     * @throws ProtocolException when the peer is no control peer, or of another version
     */
    static void check(byte[] privateData) {
        if (privateData.length < HELLO_BYTES) {
            throw new ProtocolException("the peer does not speak the control protocol");
        }
        ByteBuffer in = ByteBuffer.wrap(privateData).order(ByteOrder.LITTLE_ENDIAN);
        if (in.getInt() != MAGIC) {
            throw new ProtocolException("the peer does not speak the control protocol");
        }
        int version = in.getInt();
        if (version != ControlCodec.VERSION) {
            throw new ProtocolException("the peer speaks version " + version + " of the control protocol, this side "
                    + ControlCodec.VERSION + "; install the same release on both");
        }
    }

    /** Takes the challenge from a server's greeting. */
    static byte[] challengeOf(byte[] welcome) {
        check(welcome);
        if (welcome.length < HELLO_BYTES + CHALLENGE_BYTES) {
            throw new ProtocolException("the peer sent no challenge");
        }
        return Arrays.copyOfRange(welcome, HELLO_BYTES, HELLO_BYTES + CHALLENGE_BYTES);
    }

    private static ByteBuffer hello(int bytes) {
        return ByteBuffer.allocate(bytes)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(MAGIC)
                .putInt(ControlCodec.VERSION);
    }
}
