package org.rfaas.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.rfaas.file.FileTree;
import org.rfaas.file.UserFolders;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A private folder (mode 0700) of one process, removed when it ends. */
public final class RunDirectory implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RunDirectory.class);

    private final Path path;

    private RunDirectory(Path path) {
        this.path = path;
    }

    /** Makes one, in memory where the system has such a place for its users. */
    public static RunDirectory create() {
        Path parent = UserFolders.named(System.getenv(), "XDG_RUNTIME_DIR")
                .filter(Files::isWritable)
                .orElseGet(() -> Path.of(System.getProperty("java.io.tmpdir")));
        try {
            return new RunDirectory(Files.createTempDirectory(
                    parent,
                    "rfaas-",
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))));
        } catch (IOException e) {
            throw CliException.ofFile("no folder can be made in " + parent, e);
        }
    }

    /** A file in it. */
    public Path file(String name) {
        return path.resolve(name);
    }

    @Override
    public void close() {
        try {
            FileTree.delete(path);
        } catch (IOException e) {
            LOG.warn("{} is left behind: {}", path, e.getMessage());
        }
    }
}
