package org.rfaas.accounting;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.rfaas.file.FileClaim;
import org.rfaas.file.FileProblem;

/**
 * The resource manager's accounts in a mapped file: what a store has put there survives the process. A header of {@value
 * AccountRecord#BYTES} bytes, then records; grows by chunks and never shrinks. One process at a time, one thread at a time.
 */
final class AccountFile implements AutoCloseable {
    private static final long MAGIC = 0x31544E4343414652L; // "RFACCNT1"
    private static final int CHUNK_RECORDS = 4096;
    private static final long CHUNK_BYTES = (long) CHUNK_RECORDS * AccountRecord.BYTES;

    private final Path path;
    private final Arena arena = Arena.ofShared();
    private final FileClaim claim;
    private final FileChannel channel;
    private final Deque<AccountRecord> free = new ArrayDeque<>();
    private final List<AccountRecord> found = new ArrayList<>();
    private long mappedBytes = AccountRecord.BYTES;

    private AccountFile(Path path, FileClaim claim) throws IOException {
        this.path = path;
        this.claim = claim;
        this.channel = claim.channel();
        MemorySegment header = header();
        long magic = header.get(ValueLayout.JAVA_LONG, 0);
        if (magic != 0 && magic != MAGIC) {
            throw new IOException("not an accounts file of this version");
        }
        while (mappedBytes < channel.size()) {
            mapChunk();
        }
        header.set(ValueLayout.JAVA_LONG, 0, MAGIC);
    }

    /**
     * Opens or makes the file.
     *
     * @throws IllegalArgumentException when its folder cannot be made, or not be written to
     * @throws LedgerException when it cannot be used now: another process uses it, or the disk is full
     */
    static AccountFile open(Path path) {
        FileClaim claim = null;
        try {
            Files.createDirectories(path.toAbsolutePath().getParent());
            claim = FileClaim.take(path)
                    .orElseThrow(() -> new IOException("another resource manager keeps its accounts there"));
            return new AccountFile(path, claim);
        } catch (IOException e) {
            closeQuietly(claim, e);
            String problem = path + ": " + FileProblem.reason(e) + "; see accounting.directory";
            Path folder = path.toAbsolutePath().getParent();
            boolean isWrongPlace = e instanceof AccessDeniedException || folder == null || !Files.isDirectory(folder);
            throw isWrongPlace ? new IllegalArgumentException(problem, e) : new LedgerException(problem, e);
        }
    }

    private static void closeQuietly(@Nullable FileClaim claim, IOException because) {
        if (claim != null) {
            try {
                claim.close();
            } catch (IOException e) {
                because.addSuppressed(e);
            }
        }
    }

    private MemorySegment header() throws IOException {
        if (channel.size() == 0) {
            writeZeros(0, AccountRecord.BYTES);
        }
        return channel.map(MapMode.READ_WRITE, 0, AccountRecord.BYTES, arena);
    }

    private void mapChunk() throws IOException {
        if (channel.size() < mappedBytes + CHUNK_BYTES) {
            // written, not only extended: a full disk is an error here and not a SIGBUS at some later store
            writeZeros(channel.size(), mappedBytes + CHUNK_BYTES - channel.size());
        }
        MemorySegment chunk = channel.map(MapMode.READ_WRITE, mappedBytes, CHUNK_BYTES, arena);
        mappedBytes += CHUNK_BYTES;
        for (int i = 0; i < CHUNK_RECORDS; i++) {
            AccountRecord record =
                    new AccountRecord(chunk.asSlice((long) i * AccountRecord.BYTES, AccountRecord.BYTES));
            if (record.isUsed()) {
                found.add(record);
            } else {
                free.add(record);
            }
        }
    }

    private void writeZeros(long from, long bytes) throws IOException {
        ByteBuffer zeros = ByteBuffer.allocate(1 << 16);
        for (long at = from; at < from + bytes; ) {
            zeros.clear().limit((int) Math.min(zeros.capacity(), from + bytes - at));
            at += channel.write(zeros, at);
        }
    }

    /** The records that were there when the file was opened. */
    List<AccountRecord> found() {
        return found;
    }

    /**
     * A record to fill.
     *
     * @throws IOException when the file has to grow and cannot
     */
    AccountRecord next() throws IOException {
        if (free.isEmpty()) {
            mapChunk();
        }
        return free.removeFirst();
    }

    void free(AccountRecord record) {
        record.free();
        free.addFirst(record);
    }

    @Override
    public void close() {
        try (claim) {
            arena.close();
        } catch (IOException e) {
            throw new LedgerException(path + ": " + FileProblem.reason(e), e);
        }
    }
}
