package org.rfaas.accounting;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.nio.charset.StandardCharsets;
import org.rfaas.lease.Identifier;
import org.rfaas.lease.LeaseCertificate;
import org.rfaas.lease.LeaseId;

/**
 * One lease in the accounts file. Each number is one aligned word, so a process that dies in between leaves every number as
 * it was or as it was to be. Guarded by the keeper.
 *
 * <p>A record exists from the moment its state word says so, which is written last, until the word is zero again.
 */
final class AccountRecord {
    static final int BYTES = 512;

    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG;
    private static final VarHandle WORD = LONG.varHandle();
    private static final long USED = 1;

    private static final int STATE = 0;
    private static final int LEASE = 8;
    private static final int GRANTED_AT_MS = 16;
    private static final int EXPIRES_AT_MS = 24;
    private static final int ENDED_AT_MS = 32;
    private static final int CORES = 40;
    private static final int MEMORY_BYTES = 48;
    private static final int EXECUTION_NS = 56;
    private static final int HOT_POLLING_NS = 64;
    private static final int INVOCATIONS = 72;
    private static final int MOVED_BYTES = 80;
    private static final int REVISION = 88;
    private static final int WRITTEN_REVISION = 96;
    private static final int BELATED = 104;
    private static final int JOB = 128;
    private static final int USER = 208;
    private static final int NODE = 288;

    private final MemorySegment memory;

    AccountRecord(MemorySegment memory) {
        this.memory = memory;
    }

    boolean isUsed() {
        return (long) WORD.getAcquire(memory, (long) STATE) == USED;
    }

    void create(LeaseCertificate certificate) {
        memory.fill((byte) 0);
        set(LEASE, certificate.lease().value());
        set(GRANTED_AT_MS, certificate.issuedAtMs());
        set(EXPIRES_AT_MS, certificate.expiresAtMs());
        set(CORES, certificate.cores());
        set(MEMORY_BYTES, certificate.memoryBytes());
        setText(JOB, certificate.jobId());
        setText(USER, certificate.user());
        setText(NODE, certificate.nodeName());
        set(REVISION, 1);
        WORD.setRelease(memory, (long) STATE, USED);
    }

    void free() {
        WORD.setRelease(memory, (long) STATE, 0L);
    }

    LeaseId lease() {
        return new LeaseId(get(LEASE));
    }

    String jobId() {
        return text(JOB);
    }

    String user() {
        return text(USER);
    }

    String nodeName() {
        return text(NODE);
    }

    int cores() {
        return (int) get(CORES);
    }

    long memoryBytes() {
        return get(MEMORY_BYTES);
    }

    /** When it was granted; of a lease first heard of after a renewal, when it was renewed. */
    long grantedAtMs() {
        return get(GRANTED_AT_MS);
    }

    long expiresAtMs() {
        return get(EXPIRES_AT_MS);
    }

    /** 0 while the lease holds its cores. */
    long endedAtMs() {
        return get(ENDED_AT_MS);
    }

    boolean hasEnded() {
        return endedAtMs() != 0;
    }

    /** Whether it was made for a usage that arrived when the ledger may have had the lease's end already. */
    boolean isBelated() {
        return get(BELATED) != 0;
    }

    void markBelated() {
        set(BELATED, 1);
    }

    Usage usage() {
        return new Usage(get(EXECUTION_NS), get(HOT_POLLING_NS), get(INVOCATIONS), get(MOVED_BYTES));
    }

    void use(Usage totals) {
        Usage before = usage();
        Usage after = before.latest(totals);
        if (!after.equals(before)) {
            set(EXECUTION_NS, after.executionNs());
            set(HOT_POLLING_NS, after.hotPollingNs());
            set(INVOCATIONS, after.invocations());
            set(MOVED_BYTES, after.bytes());
            touch();
        }
    }

    void expireAt(long expiresAtMs) {
        set(EXPIRES_AT_MS, Math.max(expiresAtMs, expiresAtMs()));
    }

    void end(long atMs) {
        set(ENDED_AT_MS, Math.max(atMs, grantedAtMs() + 1));
        touch();
    }

    /** The lease goes on after all, whatever end the ledger has: its node was only out of reach. */
    void resume() {
        if (hasEnded() || isBelated()) {
            set(ENDED_AT_MS, 0);
            set(BELATED, 0);
            touch();
        }
    }

    long revision() {
        return get(REVISION);
    }

    void touch() {
        set(REVISION, revision() + 1);
    }

    boolean isWritten() {
        return get(WRITTEN_REVISION) == revision();
    }

    /** This revision is in the ledger. */
    void written(long revision) {
        set(WRITTEN_REVISION, revision);
    }

    void force() {
        memory.force();
    }

    private long get(int offset) {
        return memory.get(LONG, offset);
    }

    private void set(int offset, long value) {
        memory.set(LONG, offset, value);
    }

    private void setText(int offset, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        memory.set(ValueLayout.JAVA_BYTE, offset, (byte) bytes.length);
        MemorySegment.copy(bytes, 0, memory, ValueLayout.JAVA_BYTE, offset + 1, bytes.length);
    }

    private String text(int offset) {
        int length = Math.clamp(memory.get(ValueLayout.JAVA_BYTE, offset), 0, Identifier.MAX_LENGTH);
        byte[] bytes = memory.asSlice(offset + 1, length).toArray(ValueLayout.JAVA_BYTE);
        return new String(bytes, StandardCharsets.US_ASCII);
    }
}
