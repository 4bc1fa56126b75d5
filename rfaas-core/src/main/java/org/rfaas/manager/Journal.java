package org.rfaas.manager;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.rfaas.file.FileProblem;
import org.rfaas.lease.BookObserver;
import org.rfaas.lease.EndReason;
import org.rfaas.lease.LeaseBook;
import org.rfaas.lease.LeaseCertificate;
import org.rfaas.lease.LeaseState;
import org.rfaas.lease.LeaseState.Active;
import org.rfaas.lease.LeaseState.Ended;
import org.rfaas.lease.NodeCapacity;
import org.rfaas.lease.NodeTable;
import org.rfaas.manager.JournalRecord.LeaseNow;
import org.rfaas.manager.JournalRecord.NodeGone;
import org.rfaas.manager.JournalRecord.NodeNow;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the books would forget with the process: leases that may be in their clients' hands and on no node yet, and the nodes
 * they are for. A record is handed to the operating system before the answer it is about is sent, so it survives the end of
 * the process by whatever means; it is not forced to the disk, since a machine that fails takes all connections with it and
 * expiry ends the rest.
 *
 * <p>When it cannot be written, leases go on without it, and there is no file until it can: half a journal would bring back
 * leases that have ended. Guarded by the book's lock.
 */
final class Journal implements BookObserver, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Journal.class);
    private static final String FILE = "leases.journal";
    private static final long COMPACT_AFTER_BYTES = 16L << 20;
    private static final int BUFFER_BYTES = 64 << 10;
    private static final long RETRY_MS = 10_000;

    private final Path file;
    private final InstantSource clock;
    private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
    private final Map<String, NodeCapacity> nodes = new HashMap<>();
    private final LeaseBook book;
    private FileChannel channel;
    private long compactAtBytes;
    private boolean failed;
    private long retryAtMs;

    private Journal(Path file, LeaseBook book, FileChannel channel, InstantSource clock) {
        this.file = file;
        this.clock = clock;
        this.book = book;
        this.channel = channel;
    }

    /**
     * Restores an empty book from the journal of a directory, if there is one, and begins to write it anew.
     *
     * @throws IllegalArgumentException when the directory cannot be used
     */
    static Journal open(Path directory, LeaseBook book, InstantSource clock) {
        Path file = directory.resolve(FILE);
        try {
            Files.createDirectories(directory);
            if (Files.exists(file)) {
                restore(file, book);
            }
            Journal journal = new Journal(file, book, create(file), clock);
            journal.compact();
            return journal;
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "leases cannot be kept in " + file + ": " + FileProblem.reason(e) + "; set manager.state-directory",
                    e);
        }
    }

    private static void restore(Path file, LeaseBook book) throws IOException {
        ByteBuffer all = ByteBuffer.wrap(Files.readAllBytes(file));
        Map<String, NodeCapacity> nodes = new LinkedHashMap<>();
        Map<Long, LeaseState> leases = new LinkedHashMap<>();
        try {
            while (all.hasRemaining()) {
                switch (JournalRecord.read(all)) {
                    case NodeNow(NodeCapacity node) -> nodes.put(node.name(), node);
                    case NodeGone(String name) -> nodes.remove(name);
                    case LeaseNow(LeaseState state) -> {
                        if (state instanceof Ended) {
                            leases.remove(state.lease().value());
                        } else {
                            leases.put(state.lease().value(), state);
                        }
                    }
                }
            }
        } catch (IllegalArgumentException e) {
            // the process ended while it wrote; nobody has been told of what the last record was about
            LOG.warn("{}: {} bytes at its end are no record: {}", file, all.remaining(), e.getMessage());
        }
        nodes.values().forEach(book::restore);
        leases.values().stream()
                .filter(state -> nodes.containsKey(state.certificate().nodeName()))
                .forEach(book::restore);
        LOG.info("{}: {} leases on {} nodes from before", file, book.leases().size(), nodes.size());
    }

    private static FileChannel create(Path file) throws IOException {
        return FileChannel.open(
                file.resolveSibling(file.getFileName() + ".part"),
                StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.WRITE);
    }

    /** Writes what is now, instead of how it came to be; whoever reads the file reads one or the other. */
    private void compact() throws IOException {
        buffer.clear();
        nodes.clear();
        for (NodeTable.Row row : book.nodes().rows()) {
            nodes.put(row.capacity().name(), row.capacity());
            append(new NodeNow(row.capacity()));
        }
        for (LeaseState state : book.leases()) {
            append(new LeaseNow(state));
        }
        handOver();
        Files.move(
                file.resolveSibling(file.getFileName() + ".part"),
                file,
                StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
        compactAtBytes = 2 * channel.position() + COMPACT_AFTER_BYTES;
    }

    private void append(JournalRecord entry) throws IOException {
        if (buffer.remaining() < JournalRecord.MAX_BYTES) {
            handOver();
        }
        entry.write(buffer);
    }

    /** To the operating system. */
    private void handOver() throws IOException {
        buffer.flip();
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
        buffer.clear();
    }

    private void write(JournalRecord entry) {
        if (!failed) {
            try {
                append(entry);
            } catch (IOException e) {
                giveUp(e);
            }
        }
    }

    /** Makes what has been written since the last time survive the process. */
    void flush() {
        if (failed && clock.millis() < retryAtMs) {
            return;
        }
        try {
            if (failed) {
                beginAnew();
                failed = false;
                LOG.info("{} is written again", file);
            } else if (buffer.position() > 0) {
                handOver();
                if (channel.position() > compactAtBytes) {
                    beginAnew();
                }
            }
        } catch (IOException e) {
            giveUp(e);
        }
    }

    private void beginAnew() throws IOException {
        channel.close();
        channel = create(file);
        compact();
    }

    private void giveUp(IOException cause) {
        if (!failed) {
            LOG.error(
                    "{} cannot be written: {}; after a restart only leases that nodes hold are known",
                    file,
                    FileProblem.reason(cause));
        }
        failed = true;
        retryAtMs = clock.millis() + RETRY_MS;
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            LOG.error(
                    "{} is out of date and cannot be deleted: {}; delete it before the next start",
                    file,
                    FileProblem.reason(e));
        }
    }

    @Override
    public void nodeChanged(NodeTable.Row node) {
        NodeCapacity capacity = node.capacity();
        if (!capacity.equals(nodes.put(capacity.name(), capacity))) {
            write(new NodeNow(capacity));
        }
    }

    @Override
    public void nodeRemoved(String nodeName) {
        nodes.remove(nodeName);
        write(new NodeGone(nodeName));
    }

    @Override
    public void granted(LeaseCertificate lease) {
        write(new LeaseNow(new Active(lease, false)));
    }

    @Override
    public void renewed(LeaseCertificate lease) {
        book.state(lease.lease()).ifPresent(state -> write(new LeaseNow(state)));
    }

    @Override
    public void held(LeaseCertificate lease) {
        write(new LeaseNow(new Active(lease, true)));
    }

    @Override
    public void ending(LeaseCertificate lease, EndReason reason) {
        book.state(lease.lease()).ifPresent(state -> write(new LeaseNow(state)));
    }

    @Override
    public void ended(LeaseCertificate lease, EndReason reason) {
        write(new LeaseNow(new Ended(lease, reason)));
    }

    @Override
    public void close() throws IOException {
        failed = true;
        retryAtMs = Long.MAX_VALUE;
        channel.close();
    }
}
