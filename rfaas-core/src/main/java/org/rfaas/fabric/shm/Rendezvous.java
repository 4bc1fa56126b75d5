package org.rfaas.fabric.shm;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UTFDataFormatException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;

/**
 * What two sides tell each other over the unix socket before the rings take over: one frame each way, a length (u32) and
 * that many bytes.
 */
final class Rendezvous {
    static final int MAX_PRIVATE_DATA_BYTES = 1024;

    private static final int MAGIC = 0x72464142;
    private static final int MAX_FRAME_BYTES = 4096;
    private static final int MAX_REASON_CHARS = 1000;

    private Rendezvous() {}

    /**
     * First frame, from the connecting side.
     *
     * @param directory the connecting fabric's directory
     * @param guest whether the files are in the accepting fabric's directory, since it may see no other
     * @param ringFile file that holds both rings, the connecting side's outgoing one first
     * @param doorbellFile file that holds the completion queue's doorbell
     */
    record Hello(
            int version,
            String directory,
            boolean guest,
            String ringFile,
            String doorbellFile,
            int depth,
            int maxMessageBytes,
            byte[] privateData) {}

    /** Second frame, from the accepting side. */
    sealed interface Answer {
        record Accepted(String directory, String doorbellFile, byte[] privateData) implements Answer {}

        record Rejected(String reason) implements Answer {
            /** A reason that is too long for a frame is cut. */
            public Rejected {
                reason = reason.substring(0, Math.min(reason.length(), MAX_REASON_CHARS));
            }
        }
    }

    /**
     * All a queue pair is made of, once both frames have passed.
     *
     * @param peerHome the peer fabric's directory, to be swept when it has died
     * @param peerDirectory where the peer's files are seen
     */
    record Established(
            SocketChannel socket,
            Path peerHome,
            Path peerDirectory,
            byte[] peerPrivateData,
            MemorySegment outgoing,
            MemorySegment incoming,
            MemorySegment peerDoorbell,
            int depth,
            int maxMessageBytes) {}

    static void send(SocketChannel channel, Hello hello) throws IOException {
        sendFrame(channel, out -> {
            out.writeInt(MAGIC);
            out.writeShort(hello.version());
            out.writeUTF(hello.directory());
            out.writeBoolean(hello.guest());
            out.writeUTF(hello.ringFile());
            out.writeUTF(hello.doorbellFile());
            out.writeInt(hello.depth());
            out.writeInt(hello.maxMessageBytes());
            writeBytes(out, hello.privateData());
        });
    }

    static Hello receiveHello(SocketChannel channel) throws IOException {
        return receiveFrame(channel, in -> {
            if (in.readInt() != MAGIC) {
                throw new IOException("not a fabric peer");
            }
            return new Hello(
                    in.readUnsignedShort(),
                    in.readUTF(),
                    in.readBoolean(),
                    in.readUTF(),
                    in.readUTF(),
                    in.readInt(),
                    in.readInt(),
                    readBytes(in));
        });
    }

    static void send(SocketChannel channel, Answer answer) throws IOException {
        sendFrame(channel, out -> {
            out.writeBoolean(answer instanceof Answer.Accepted);
            // no switch over types: the class it generates at its first use costs a fresh executor time
            if (answer instanceof Answer.Accepted accepted) {
                out.writeUTF(accepted.directory());
                out.writeUTF(accepted.doorbellFile());
                writeBytes(out, accepted.privateData());
            } else if (answer instanceof Answer.Rejected rejected) {
                out.writeUTF(rejected.reason());
            }
        });
    }

    static Answer receiveAnswer(SocketChannel channel) throws IOException {
        return receiveFrame(
                channel,
                in -> in.readBoolean()
                        ? new Answer.Accepted(in.readUTF(), in.readUTF(), readBytes(in))
                        : new Answer.Rejected(in.readUTF()));
    }

    private interface Body {
        void writeTo(DataOutputStream out) throws IOException;
    }

    private static void sendFrame(SocketChannel channel, Body body) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        body.writeTo(new DataOutputStream(bytes));
        if (bytes.size() > MAX_FRAME_BYTES) {
            throw new IOException("rendezvous frame of " + bytes.size() + " bytes");
        }
        ByteBuffer frame = ByteBuffer.allocate(Integer.BYTES + bytes.size());
        frame.putInt(bytes.size()).put(bytes.toByteArray()).flip();
        while (frame.hasRemaining()) {
            channel.write(frame);
        }
    }

    private interface Reading<T> {
        T from(DataInputStream in) throws IOException;
    }

    private static <T> T receiveFrame(SocketChannel channel, Reading<T> body) throws IOException {
        int length = readFully(channel, Integer.BYTES).getInt();
        if (length < 1 || length > MAX_FRAME_BYTES) {
            throw new IOException("rendezvous frame of " + length + " bytes");
        }
        try {
            return body.from(new DataInputStream(
                    new ByteArrayInputStream(readFully(channel, length).array())));
        } catch (EOFException | UTFDataFormatException e) {
            throw new IOException("malformed rendezvous frame", e);
        }
    }

    static ByteBuffer readFully(SocketChannel channel, int bytes) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(bytes);
        while (buffer.hasRemaining()) {
            if (channel.read(buffer) < 0) {
                throw new IOException("peer hung up in the rendezvous");
            }
        }
        return buffer.flip();
    }

    private static void writeBytes(DataOutputStream out, byte[] bytes) throws IOException {
        out.writeShort(bytes.length);
        out.write(bytes);
    }

    private static byte[] readBytes(DataInputStream in) throws IOException {
        int length = in.readUnsignedShort();
        if (length > MAX_PRIVATE_DATA_BYTES || length > in.available()) {
            throw new IOException("private data of " + length + " bytes");
        }
        return in.readNBytes(length);
    }
}
