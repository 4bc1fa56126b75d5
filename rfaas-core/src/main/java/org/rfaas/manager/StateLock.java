package org.rfaas.manager;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.rfaas.file.FileClaim;
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
    private final FileClaim claim;

    private StateLock(Path directory, FileClaim claim) {
        this.directory = directory;
        this.claim = claim;
    }

    /**
     * Claims a directory, making it if need be.
     *
     * @throws IllegalArgumentException when it cannot be used, or is another resource manager's
     */
    static StateLock take(Path directory) {
        try {
            Files.createDirectories(directory);
            FileClaim claim = FileClaim.take(directory.resolve(FILE))
                    .orElseThrow(() -> new IllegalArgumentException("leases cannot be kept in " + directory
                            + ": another resource manager keeps its own there; stop it, or set"
                            + " manager.state-directory"));
            return new StateLock(directory, claim);
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "leases cannot be kept in " + directory + ": " + FileProblem.reason(e)
                            + "; set manager.state-directory",
                    e);
        }
    }

    /** Gives it up. Idempotent. */
    @Override
    public void close() {
        try {
            claim.close();
        } catch (IOException e) {
            LOG.debug("giving up {}", directory, e);
        }
    }
}
