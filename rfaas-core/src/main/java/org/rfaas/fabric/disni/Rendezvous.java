package org.rfaas.fabric.disni;

import java.io.EOFException;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.rfaas.fabric.FabricException;
import org.rfaas.fabric.rdma.Hello;

/**
 * What peers say to each other on the TCP connection before their queue pairs connect: the connecting side a hello, the
 * accepting side its port of rdma_cm and a hello, or why not.
 *
 * <pre>
 * frame:     kind (u8), length of what follows (u8), then for
 * HELLO      the hello
 * ACCEPTED   port (u16, big-endian), the hello
 * REJECTED   the reason (UTF-8)
 * </pre>
 */
final class Rendezvous implements AutoCloseable {
    private static final int HELLO = 1;
    private static final int ACCEPTED = 2;
    private static final int REJECTED = 3;
    private static final int MAX_PAYLOAD_BYTES = 255;
    private static final int PORT_BYTES = 2;

    private final Socket socket;

    Rendezvous(Socket socket) {
        this.socket = socket;
    }

    /** Answer to a hello. */
    sealed interface Answer {
        /**
         * Yes.
         *
         * @param port of rdma_cm, to connect the queue pair to
         */
        record Accepted(int port, Hello hello) implements Answer {}

        /** No. */
        record Rejected(String reason) implements Answer {}
    }

    void sendHello(Hello hello) throws IOException {
        send(HELLO, hello.encode());
    }

    void sendAccepted(int port, Hello hello) throws IOException {
        byte[] encoded = hello.encode();
        byte[] payload = new byte[PORT_BYTES + encoded.length];
        payload[0] = (byte) (port >>> 8);
        payload[1] = (byte) port;
        System.arraycopy(encoded, 0, payload, PORT_BYTES, encoded.length);
        send(ACCEPTED, payload);
    }

    /** A long reason is cut. */
    void sendRejected(String reason) throws IOException {
        byte[] text = reason.getBytes(StandardCharsets.UTF_8);
        send(REJECTED, Arrays.copyOf(text, Math.min(text.length, MAX_PAYLOAD_BYTES)));
    }

    private void send(int kind, byte[] payload) throws IOException {
        byte[] frame = new byte[2 + payload.length];
        frame[0] = (byte) kind;
        frame[1] = (byte) payload.length;
        System.arraycopy(payload, 0, frame, 2, payload.length);
        socket.getOutputStream().write(frame);
    }

    /**
     * Waits for the connecting side's hello.
     *
     * @throws FabricException when it is none of ours
     */
    Hello receiveHello(int timeoutMs) throws IOException {
        Frame frame = receive(timeoutMs);
        if (frame.kind != HELLO) {
            throw foreign();
        }
        return Hello.decode(frame.payload);
    }

    /**
     * Waits for the accepting side's answer.
     *
     * @throws FabricException when it is none of ours
     */
    Answer receiveAnswer(int timeoutMs) throws IOException {
        Frame frame = receive(timeoutMs);
        if (frame.kind == ACCEPTED && frame.payload.length > PORT_BYTES) {
            int port = (frame.payload[0] & 0xff) << 8 | (frame.payload[1] & 0xff);
            return new Answer.Accepted(
                    port, Hello.decode(Arrays.copyOfRange(frame.payload, PORT_BYTES, frame.payload.length)));
        }
        if (frame.kind == REJECTED) {
            return new Answer.Rejected(new String(frame.payload, StandardCharsets.UTF_8));
        }
        throw foreign();
    }

    private static FabricException foreign() {
        return new FabricException("the peer speaks another protocol");
    }

    private record Frame(int kind, byte[] payload) {}

    /** The time is for the frame as a whole, which arrives in one piece unless somebody dawdles on purpose. */
    private Frame receive(int timeoutMs) throws IOException {
        long deadlineNs = System.nanoTime() + timeoutMs * 1_000_000L;
        byte[] header = readFully(2, deadlineNs);
        return new Frame(header[0], readFully(header[1] & 0xff, deadlineNs));
    }

    private byte[] readFully(int length, long deadlineNs) throws IOException {
        byte[] bytes = new byte[length];
        int have = 0;
        while (have < length) {
            long remainingMs = (deadlineNs - System.nanoTime()) / 1_000_000;
            if (remainingMs <= 0) {
                throw new SocketTimeoutException("timed out");
            }
            socket.setSoTimeout((int) remainingMs);
            int read = socket.getInputStream().read(bytes, have, length - have);
            if (read < 0) {
                throw new EOFException("the peer has gone");
            }
            have += read;
        }
        return bytes;
    }

    /** Whether the peer still waits for an answer. */
    boolean isOpen() {
        try {
            socket.setSoTimeout(1);
            socket.getInputStream().read(); // it has nothing to say now, so this is its end or another protocol
            return false;
        } catch (SocketTimeoutException e) {
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            // it is being given up
        }
    }
}
