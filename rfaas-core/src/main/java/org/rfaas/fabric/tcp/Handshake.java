package org.rfaas.fabric.tcp;

import java.io.IOException;
import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/**
 * What two sides say before frames begin: one message each way, a header and a body, little endian. The header is the same
 * in every version, so that a side of another version can be told so.
 *
 * <pre>
 * 0   magic       u32
 * 4   version     u16
 * 6   kind        u16   hello, accepted or rejected
 * 8   bodyBytes   u32
 * 12  body              hello: depth u32, message length u32, heartbeat interval in ms u32, private data
 *                       accepted: heartbeat interval in ms u32, private data
 *                       rejected: reason in UTF-8
 * </pre>
 */
final class Handshake {
    static final int MAX_PRIVATE_DATA_BYTES = 1024;
    static final int MAX_REASON_BYTES = 1024;

    private static final int MAGIC = 0x50435472;
    private static final int HEADER_BYTES = 12;
    private static final int MAX_BODY_BYTES = 4096;
    private static final short HELLO = 1;
    private static final short ACCEPTED = 2;
    private static final short REJECTED = 3;

    private Handshake() {}

    /** First message, from the connecting side. */
    record Hello(int depth, int maxMessageBytes, int heartbeatMs, byte[] privateData) {}

    /** Second message, from the accepting side. */
    sealed interface Answer {
        record Accepted(int heartbeatMs, byte[] privateData) implements Answer {}

        record Rejected(String reason) implements Answer {}
    }

    /** All a queue pair is made of, once both messages have passed. */
    record Established(
            SocketChannel channel,
            String peer,
            TcpCompletionQueue completions,
            byte[] peerPrivateData,
            int depth,
            int maxMessageBytes) {}

    /** The other side speaks another version of the protocol. */
    static final class VersionException extends ProtocolException {
        private static final long serialVersionUID = 1L;

        VersionException(int theirs) {
            super("peer has provider version " + theirs + ", this side " + TcpFabricProvider.VERSION);
        }
    }

    static void send(SocketChannel channel, Hello hello) throws IOException {
        ByteBuffer body = body(3 * Integer.BYTES + hello.privateData().length);
        body.putInt(hello.depth()).putInt(hello.maxMessageBytes()).putInt(hello.heartbeatMs());
        send(channel, HELLO, body.put(hello.privateData()));
    }

    static void send(SocketChannel channel, Answer answer) throws IOException {
        switch (answer) {
            case Answer.Accepted accepted -> {
                ByteBuffer body = body(Integer.BYTES + accepted.privateData().length);
                send(channel, ACCEPTED, body.putInt(accepted.heartbeatMs()).put(accepted.privateData()));
            }
            case Answer.Rejected rejected -> {
                byte[] reason = rejected.reason().getBytes(StandardCharsets.UTF_8);
                int bytes = Math.min(reason.length, MAX_REASON_BYTES);
                send(channel, REJECTED, body(bytes).put(reason, 0, bytes));
            }
        }
    }

    static Hello receiveHello(SocketChannel channel) throws IOException {
        ByteBuffer header = receiveHeader(channel);
        ByteBuffer body = receiveBody(channel, header);
        if (header.getShort(6) != HELLO || body.remaining() < 3 * Integer.BYTES) {
            throw new ProtocolException("it does not introduce itself");
        }
        return new Hello(body.getInt(), body.getInt(), body.getInt(), rest(body));
    }

    static Answer receiveAnswer(SocketChannel channel) throws IOException {
        ByteBuffer header = receiveHeader(channel);
        ByteBuffer body = receiveBody(channel, header);
        short kind = header.getShort(6);
        if (kind == REJECTED) {
            return new Answer.Rejected(StandardCharsets.UTF_8.decode(body).toString());
        }
        if (kind != ACCEPTED || body.remaining() < Integer.BYTES) {
            throw new ProtocolException("it does not answer");
        }
        return new Answer.Accepted(body.getInt(), rest(body));
    }

    private static ByteBuffer body(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static void send(SocketChannel channel, short kind, ByteBuffer body) throws IOException {
        body.flip();
        ByteBuffer message =
                ByteBuffer.allocate(HEADER_BYTES + body.remaining()).order(ByteOrder.LITTLE_ENDIAN);
        message.putInt(MAGIC).putShort((short) TcpFabricProvider.VERSION).putShort(kind);
        message.putInt(body.remaining()).put(body).flip();
        while (message.hasRemaining()) {
            channel.write(message);
        }
    }

    private static ByteBuffer receiveHeader(SocketChannel channel) throws IOException {
        ByteBuffer header = receive(channel, HEADER_BYTES);
        if (header.getInt(0) != MAGIC) {
            throw new ProtocolException("it is no fabric peer");
        }
        int version = Short.toUnsignedInt(header.getShort(4));
        if (version != TcpFabricProvider.VERSION && header.getShort(6) != REJECTED) {
            throw new VersionException(version);
        }
        return header;
    }

    private static ByteBuffer receiveBody(SocketChannel channel, ByteBuffer header) throws IOException {
        int bytes = header.getInt(8);
        if (bytes < 0 || bytes > MAX_BODY_BYTES) {
            throw new ProtocolException("it announces " + Integer.toUnsignedString(bytes) + " bytes");
        }
        return receive(channel, bytes);
    }

    private static ByteBuffer receive(SocketChannel channel, int bytes) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
        while (buffer.hasRemaining()) {
            if (channel.read(buffer) < 0) {
                throw new IOException("it closed the connection in mid-handshake");
            }
        }
        return buffer.flip();
    }

    private static byte[] rest(ByteBuffer body) throws ProtocolException {
        if (body.remaining() > MAX_PRIVATE_DATA_BYTES) {
            throw new ProtocolException("it sent private data of " + body.remaining() + " bytes");
        }
        byte[] bytes = new byte[body.remaining()];
        body.get(bytes);
        return bytes;
    }
}
