package org.rfaas.executor.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.rfaas.cli.CliException;
import org.rfaas.fabric.FabricAddress;
import org.rfaas.file.WholeFile;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file that says where a service is, as long as it is there. What somebody else has put in its place meanwhile stays, as
 * does a link that led to it. Any thread.
 */
final class AddressFile implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AddressFile.class);

    private final Path named;
    private Path written;
    private final String text;
    private boolean isWritten;
    private boolean closed;

    /** Writes nothing yet. */
    AddressFile(Path named, FabricAddress address) {
        this.named = named;
        this.written = named;
        this.text = address + System.lineSeparator();
    }

    /**
     * Writes it, unless it is closed by now. Whoever sees the file sees all of it.
     *
     * @throws CliException when it cannot be written
     */
    synchronized void write() {
        if (closed) {
            return;
        }
        try {
            WholeFile.writeString(named, text);
            isWritten = true;
            written = named.toRealPath();
        } catch (IOException e) {
            throw CliException.ofFile("cannot write " + named, e);
        }
    }

    /** Removes what was written. Idempotent. */
    @Override
    public synchronized void close() {
        closed = true;
        if (!isWritten) {
            return;
        }
        isWritten = false;
        try {
            if (Files.readString(written).equals(text)) {
                Files.deleteIfExists(written);
            } else {
                LOG.info("{} is somebody else's by now and stays", written);
            }
        } catch (NoSuchFileException e) {
            LOG.debug("{} is gone already", written, e);
        } catch (IOException e) {
            LOG.warn("{} is left behind: {}", written, e.toString());
        }
    }
}
