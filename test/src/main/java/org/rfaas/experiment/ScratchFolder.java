package org.rfaas.experiment;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.rfaas.file.FileTree;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A folder for what is of no use after the experiment; closing it, or the end of the JVM, deletes it and all in it. */
public final class ScratchFolder implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ScratchFolder.class);

    private final Path path;
    private final AtExit.Undoing atExit = this::deleteQuietly;

    private ScratchFolder(Path path) {
        this.path = path;
        AtExit.add(atExit);
    }

    public static ScratchFolder create() throws IOException {
        return new ScratchFolder(Files.createTempDirectory("rfaas-experiment"));
    }

    /** One whose files two processes may share as memory. */
    public static ScratchFolder createInMemory() throws IOException {
        return new ScratchFolder(Files.createTempDirectory(Path.of("/dev/shm"), "rfaas-experiment"));
    }

    public Path path() {
        return path;
    }

    private void deleteQuietly() {
        try {
            FileTree.delete(path);
        } catch (IOException e) {
            LOG.warn("{} is left behind: {}", path, e.getMessage());
        }
    }

    @Override
    public void close() throws IOException {
        FileTree.delete(path);
        AtExit.forget(atExit);
    }
}
