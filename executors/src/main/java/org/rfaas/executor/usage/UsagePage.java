package org.rfaas.executor.usage;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.rfaas.accounting.Usage;
import org.rfaas.accounting.UsageRow;
import org.rfaas.lease.LeaseRequest;

/**
 * A mapped file with a row of running totals for each worker of one executor ({@link UsageRow}). The manager makes it and
 * reads it, the executor writes it and locks it as long as it lives, so that a later manager can tell whether the totals are
 * the last ones.
 *
 * <p>The executor is not trusted: what it truncates, extends or scribbles changes its own page alone.
 */
public final class UsagePage implements AutoCloseable {
    /** A page that is longer was made longer by its executor: to read that to its end would take hours, and memory. */
    private static final long MAX_BYTES = (long) LeaseRequest.MAX_CORES * UsageRow.BYTES;

    private final Arena arena;
    private final FileChannel channel;
    private final MemorySegment rows;

    private UsagePage(FileChannel channel) throws IOException {
        this.channel = channel;
        this.arena = Arena.ofShared();
        long bytes = Math.min(channel.size(), MAX_BYTES) / UsageRow.BYTES * UsageRow.BYTES;
        this.rows = channel.map(MapMode.READ_WRITE, 0, bytes, arena);
    }

    /** Makes a page of zeros. */
    static void create(Path path, int workers) throws IOException {
        Set<StandardOpenOption> options = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        try (FileChannel file = FileChannel.open(
                path, options, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
            // written, not only extended: a full file system is an error here and not a SIGBUS at some later store
            ByteBuffer zeros = ByteBuffer.allocate(workers * UsageRow.BYTES);
            while (zeros.hasRemaining()) {
                file.write(zeros);
            }
        }
    }

    /**
     * Opens a page.
     *
     * @throws IOException when it is not there, or not a file of ours
     */
    static UsagePage open(Path path) throws IOException {
        Set<OpenOption> options = Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
        FileChannel channel = FileChannel.open(path, options);
        try {
            if (!Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS) || channel.size() < UsageRow.BYTES) {
                throw new IOException(path + " is no usage page");
            }
            return new UsagePage(channel);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    /**
     * Opens the page as its executor does: it stays locked until the process ends.
     *
     * @throws IOException when it cannot be opened, or is another executor's
     */
    public static UsagePage openToWrite(Path path) throws IOException {
        UsagePage page = open(path);
        FileLock lock = page.channel.tryLock();
        if (lock == null) {
            page.close();
            throw new IOException(path + " is another executor's");
        }
        return page;
    }

    public int workers() {
        return (int) (rows.byteSize() / UsageRow.BYTES);
    }

    /** The counters of a worker, 0 to {@code workers() - 1}. */
    public WorkerMeter meter(int worker) {
        if (worker < 0 || worker >= workers()) {
            throw new IndexOutOfBoundsException("worker " + worker + " of " + workers());
        }
        return new WorkerMeter(rows, (long) worker * UsageRow.BYTES);
    }

    /**
     * What all workers did so far.
     *
     * @throws IOException when the executor has truncated the file
     */
    Usage total() throws IOException {
        try {
            Usage sum = Usage.NONE;
            for (long offset = 0; offset < rows.byteSize(); offset += UsageRow.BYTES) {
                sum = sum.plus(UsageRow.read(rows, offset));
            }
            return sum;
        } catch (InternalError e) { // a load from a page that is not there any more
            throw new IOException("the executor has truncated its usage page", e);
        }
    }

    /** Whether its executor lives; only for pages of executors that this process did not start. */
    boolean isBeingWritten() throws IOException {
        try (FileLock lock = channel.tryLock()) {
            return lock == null;
        } catch (OverlappingFileLockException e) {
            return true;
        }
    }

    /** Unmaps the page; the file stays. */
    @Override
    public void close() {
        try (channel) {
            arena.close();
        } catch (IOException e) {
            throw new IllegalStateException("closing a usage page failed", e);
        }
    }
}
