package org.rfaas.lease;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Arrays;
import org.rfaas.fabric.FabricAddress;

/**
 * A lease, written down so that an executor manager can check it without asking anyone.
 *
 * <p>Canonical form, big endian: {@code RFLC}, version (u8), lease id (i64), job id, user, node name (each modified UTF-8
 * with a u16 length), incarnation (i64), executor manager (modified UTF-8), cores (i32), memory bytes, issued at, expires at
 * (i64 each).
 *
 * @param lease identity; renewals keep it
 * @param jobId on whose behalf
 * @param user whose job it is
 * @param nodeName the node whose cores these are
 * @param incarnation of its executor manager, which accepts no certificate made for another one, so that none can be
 *     replayed to a manager that has forgotten it
 * @param executorManager where to present the certificate
 * @param cores leased cores
 * @param memoryBytes leased memory
 * @param issuedAtMs when the lease was granted or, if it was since, last renewed, in milliseconds since the epoch
 * @param expiresAtMs when it ends, in milliseconds since the epoch
 */
public record LeaseCertificate(
        LeaseId lease,
        String jobId,
        String user,
        String nodeName,
        long incarnation,
        FabricAddress executorManager,
        int cores,
        long memoryBytes,
        long issuedAtMs,
        long expiresAtMs) {
    /** Longest canonical form. */
    public static final int MAX_BYTES = 600;

    private static final int MAGIC = 0x52464C43;
    private static final int VERSION = 2;

    public LeaseCertificate {
        Identifier.require("job id", jobId);
        Identifier.require("user", user);
        Identifier.require("node name", nodeName);
        LeaseRequest.requireSize(cores, memoryBytes);
        if (issuedAtMs < 0 || expiresAtMs <= issuedAtMs) {
            throw new IllegalArgumentException(
                    "lease " + lease + " issued at " + issuedAtMs + " cannot end at " + expiresAtMs);
        }
    }

    /** The same lease until another time. */
    public LeaseCertificate until(long newIssuedAtMs, long newExpiresAtMs) {
        return new LeaseCertificate(
                lease,
                jobId,
                user,
                nodeName,
                incarnation,
                executorManager,
                cores,
                memoryBytes,
                newIssuedAtMs,
                newExpiresAtMs);
    }

    /** The one byte sequence that stands for this certificate. */
    public byte[] canonicalBytes() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeInt(MAGIC);
            out.writeByte(VERSION);
            out.writeLong(lease.value());
            out.writeUTF(jobId);
            out.writeUTF(user);
            out.writeUTF(nodeName);
            out.writeLong(incarnation);
            out.writeUTF(executorManager.toString());
            out.writeInt(cores);
            out.writeLong(memoryBytes);
            out.writeLong(issuedAtMs);
            out.writeLong(expiresAtMs);
        } catch (IOException e) {
            throw new IllegalStateException("a byte array refused bytes", e);
        }
        if (bytes.size() > MAX_BYTES) {
            throw new IllegalArgumentException("the certificate of lease " + lease + " takes " + bytes.size()
                    + " bytes; the limit is " + MAX_BYTES + ": let the executor manager listen at a shorter address");
        }
        return bytes.toByteArray();
    }

    /**
     * Reads the canonical form.
     *
     * @throws IllegalArgumentException when the bytes are not the canonical form of a valid certificate
     */
    public static LeaseCertificate parse(byte[] canonical) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(canonical))) {
            if (in.readInt() != MAGIC || in.readUnsignedByte() != VERSION) {
                throw new IllegalArgumentException("not a lease certificate of version " + VERSION);
            }
            LeaseCertificate certificate = new LeaseCertificate(
                    new LeaseId(in.readLong()),
                    in.readUTF(),
                    in.readUTF(),
                    in.readUTF(),
                    in.readLong(),
                    FabricAddress.parse(in.readUTF()),
                    in.readInt(),
                    in.readLong(),
                    in.readLong(),
                    in.readLong());
            if (!Arrays.equals(canonical, certificate.canonicalBytes())) {
                throw new IllegalArgumentException("a lease certificate that is not in canonical form");
            }
            return certificate;
        } catch (IOException e) {
            throw new IllegalArgumentException("truncated lease certificate", e);
        }
    }
}
