package org.rfaas.manager;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import org.rfaas.file.FileProblem;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A resource manager's claim to its state directory, for as long as its process lives: two that write one journal would bring
 * back each other's leases after a restart.
 */
final class StateLock implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(StateLock.class);
    private static final String FILE = "lock";

    private final Path directory;
    private final FileChannel channel;

    private StateLock(Path directory, FileChannel channel) {
        this.directory = directory;
        this.channel = channel;
    }

    /**
     * Claims a directory, making it if need be.
     *
     * @throws IllegalArgumentException when it cannot be used, or is another resource manager's
     */
    static StateLock take(Path directory) {
        try {
            Files.createDirectories(directory);
            FileChannel channel = FileChannel.open(
                    directory.resolve(FILE), Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE));
            if (isLocked(channel)) {
                return new StateLock(directory, channel);
            }
            channel.close();
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "leases cannot be kept in " + directory + ": " + FileProblem.reason(e)
                            + "; set manager.state-directory",
                    e);
        }
        throw new IllegalArgumentException("leases cannot be kept in " + directory
                + ": another resource manager keeps its own there; stop it, or set manager.state-directory");
    }

    private static boolean isLocked(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            LOG.debug("another one of this process has it", e);
            return false;
        }
    }

    /** Gives it up. Idempotent. */
    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            LOG.debug("giving up {}", directory, e);
        }
    }
}
