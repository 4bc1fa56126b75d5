package org.rfaas.wire;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.rfaas.function.FunctionKey;

/**
 * Input of {@link SystemFunction#INSTALL}: {@code key 32 bytes, bufferId i32, codeBytes i32, deadline ns u64, [code,] entry
 * UTF-8}.
 *
 * @param key SHA-256 of the code
 * @param bufferId resident buffer that holds the code; {@link #IN_SLOT} when it is part of the request, {@link #NO_BUFFER} when
 *     it is not sent, to ask whether the executor has it already
 * @param codeBytes length of the code, as the client claims it; 0 when it is not sent
 * @param deadlineNs longest run time of an invocation, or {@link #NO_DEADLINE}
 * @param code part of the request, or empty
 * @param entry symbol in a library, empty for a bundle
 */
public record InstallRequest(
        FunctionKey key, int bufferId, int codeBytes, long deadlineNs, MemorySegment code, String entry) {
    /** In place of a resident buffer's id. */
    public static final int NO_BUFFER = -1;

    /** In place of a resident buffer's id. */
    public static final int IN_SLOT = -2;

    /** In place of a deadline: what the lease permits. */
    public static final long NO_DEADLINE = Long.MAX_VALUE;

    private static final int HEAD_BYTES = FunctionKey.BYTES + 2 * Integer.BYTES + Long.BYTES;
    private static final MemorySegment NONE = MemorySegment.NULL;

    public InstallRequest {
        if (deadlineNs <= 0) {
            throw new IllegalArgumentException("a deadline of " + deadlineNs + " ns");
        }
    }

    /** Asks whether the executor has the code already. */
    public static InstallRequest withoutCode(FunctionKey key, String entry, long deadlineNs) {
        return new InstallRequest(key, NO_BUFFER, 0, deadlineNs, NONE, entry);
    }

    /** Brings the code along. */
    public static InstallRequest withCode(FunctionKey key, String entry, long deadlineNs, byte[] code) {
        return new InstallRequest(key, IN_SLOT, code.length, deadlineNs, MemorySegment.ofArray(code), entry);
    }

    /** Names the resident buffer in which the code is. */
    public static InstallRequest fromBuffer(
            FunctionKey key, String entry, long deadlineNs, int bufferId, int codeBytes) {
        return new InstallRequest(key, bufferId, codeBytes, deadlineNs, NONE, entry);
    }

    /** Length on the wire. */
    public long bytes() {
        return HEAD_BYTES + code.byteSize() + entryBytes().length;
    }

    private byte[] entryBytes() {
        return entry.getBytes(StandardCharsets.UTF_8);
    }

    /** Writes {@link #bytes} bytes. */
    public void write(MemorySegment into) {
        into.asSlice(0, HEAD_BYTES)
                .asByteBuffer()
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(key.digest())
                .putInt(bufferId)
                .putInt(codeBytes)
                .putLong(deadlineNs);
        MemorySegment.copy(code, 0, into, HEAD_BYTES, code.byteSize());
        byte[] last = entryBytes();
        MemorySegment.copy(last, 0, into, ValueLayout.JAVA_BYTE, HEAD_BYTES + code.byteSize(), last.length);
    }

    /**
     * Reads what {@link #write} wrote; each field once, but the code stays where it is, and may change there.
     *
     * @param input all of it, and no more
     * @throws IllegalArgumentException when it is too short, or the deadline is not positive
     * @throws IndexOutOfBoundsException when the code does not end in it
     */
    public static InstallRequest read(MemorySegment input) {
        if (input.byteSize() < HEAD_BYTES) {
            throw new IllegalArgumentException(
                    "input of " + input.byteSize() + " bytes where " + HEAD_BYTES + " are due");
        }
        ByteBuffer head = input.asSlice(0, HEAD_BYTES).asByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
        byte[] digest = new byte[FunctionKey.BYTES];
        head.get(digest);
        int bufferId = head.getInt();
        int codeBytes = head.getInt();
        long deadlineNs = head.getLong();
        MemorySegment code = bufferId == IN_SLOT ? input.asSlice(HEAD_BYTES, codeBytes) : NONE;
        byte[] entry = input.asSlice(HEAD_BYTES + code.byteSize()).toArray(ValueLayout.JAVA_BYTE);
        return new InstallRequest(
                FunctionKey.ofDigest(digest),
                bufferId,
                codeBytes,
                deadlineNs,
                code,
                new String(entry, StandardCharsets.UTF_8));
    }
}
