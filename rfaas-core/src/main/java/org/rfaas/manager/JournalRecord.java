package org.rfaas.manager;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;
import org.rfaas.fabric.FabricAddress;
import org.rfaas.lease.EndReason;
import org.rfaas.lease.LeaseCertificate;
import org.rfaas.lease.LeaseState;
import org.rfaas.lease.LeaseState.Active;
import org.rfaas.lease.LeaseState.Ended;
import org.rfaas.lease.LeaseState.Ending;
import org.rfaas.lease.NodeCapacity;

/**
 * One change in a {@link Journal}. On disk, big endian: length of the body (i32), CRC-32C of the body (i32), body: type
 * (u8), then the record's fields.
 */
sealed interface JournalRecord {
    /** Longest record on disk. */
    int MAX_BYTES = 1024;

    /** A node has come, or come anew. */
    record NodeNow(NodeCapacity node) implements JournalRecord {}

    /** A node was removed. */
    record NodeGone(String nodeName) implements JournalRecord {}

    /** A lease has this state. */
    record LeaseNow(LeaseState state) implements JournalRecord {}

    private static int checksum(byte[] body) {
        CRC32C crc = new CRC32C();
        crc.update(body);
        return (int) crc.getValue();
    }

    default void write(ByteBuffer into) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            switch (this) {
                case NodeNow(NodeCapacity node) -> {
                    out.writeByte(1);
                    out.writeUTF(node.name());
                    out.writeLong(node.incarnation());
                    out.writeUTF(node.address().toString());
                    out.writeInt(node.cores());
                    out.writeLong(node.memoryBytes());
                }
                case NodeGone(String name) -> {
                    out.writeByte(2);
                    out.writeUTF(name);
                }
                case LeaseNow(LeaseState state) -> writeState(out, state);
            }
        } catch (IOException e) {
            throw new IllegalStateException("a byte array refused bytes", e);
        }
        byte[] body = bytes.toByteArray();
        into.putInt(body.length).putInt(checksum(body)).put(body);
    }

    private static void writeState(DataOutputStream out, LeaseState state) throws IOException {
        switch (state) {
            case Active active -> {
                out.writeByte(3);
                out.writeBoolean(active.held());
            }
            case Ending ending -> {
                out.writeByte(6);
                out.writeUTF(ending.reason().name());
                out.writeLong(ending.graceUntilMs());
            }
            case Ended ended -> {
                out.writeByte(5);
                out.writeUTF(ended.reason().name());
            }
        }
        byte[] certificate = state.certificate().canonicalBytes();
        out.writeShort(certificate.length);
        out.write(certificate);
    }

    /**
     * Reads the next record.
     *
     * @throws IllegalArgumentException when what follows is not a whole record
     */
    static JournalRecord read(ByteBuffer from) {
        if (from.remaining() < 2 * Integer.BYTES) {
            throw new IllegalArgumentException("a record without its length");
        }
        from.mark();
        int length = from.getInt();
        int checksum = from.getInt();
        if (length < 1 || length > from.remaining()) {
            from.reset();
            throw new IllegalArgumentException("a record of " + length + " bytes");
        }
        byte[] body = new byte[length];
        from.get(body);
        if (checksum(body) != checksum) {
            from.reset();
            throw new IllegalArgumentException("a record whose checksum is wrong");
        }
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(body))) {
            int type = in.readUnsignedByte();
            return switch (type) {
                case 1 ->
                    new NodeNow(new NodeCapacity(
                            in.readUTF(),
                            in.readLong(),
                            FabricAddress.parse(in.readUTF()),
                            in.readInt(),
                            in.readLong()));
                case 2 -> new NodeGone(in.readUTF());
                case 3 -> {
                    boolean held = in.readBoolean();
                    yield new LeaseNow(new Active(readCertificate(in), held));
                }
                case 4 -> { // an ending of before endings had a grace
                    EndReason reason = EndReason.valueOf(in.readUTF());
                    yield new LeaseNow(new Ending(readCertificate(in), reason));
                }
                case 5 -> {
                    EndReason reason = EndReason.valueOf(in.readUTF());
                    yield new LeaseNow(new Ended(readCertificate(in), reason));
                }
                case 6 -> {
                    EndReason reason = EndReason.valueOf(in.readUTF());
                    long graceUntilMs = in.readLong();
                    yield new LeaseNow(new Ending(readCertificate(in), reason, graceUntilMs));
                }
                default -> throw new IllegalArgumentException("a record of type " + type);
            };
        } catch (IOException e) {
            throw new IllegalArgumentException("a record that is too short", e);
        }
    }

    private static LeaseCertificate readCertificate(DataInputStream in) throws IOException {
        return LeaseCertificate.parse(in.readNBytes(in.readUnsignedShort()));
    }
}
