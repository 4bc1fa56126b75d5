package org.rfaas.file;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashSet;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Files that become others when they are written. A JVM that is told to end deletes those that are not, since nobody would; one
 * that is killed cannot. Any thread.
 */
final class UnfinishedFiles {
    private static final Logger LOG = LoggerFactory.getLogger(UnfinishedFiles.class);
    private static final Set<Path> OPEN = new HashSet<>();

    static {
        try {
            Runtime.getRuntime().addShutdownHook(new Thread(UnfinishedFiles::deleteAll, "unfinished-files"));
        } catch (IllegalStateException e) {
            // it is ending already, and who still writes is what it waits for
        }
    }

    private UnfinishedFiles() {}

    /** Makes a file, to be {@linkplain #finish finished} or {@linkplain #drop dropped}. */
    static synchronized OutputStream begin(Path file) throws IOException {
        OutputStream out = Files.newOutputStream(file);
        OPEN.add(file);
        return out;
    }

    /**
     * Puts a file in the place of another.
     *
     * @throws IOException when it cannot be put there, or the program is ending and has deleted it
     */
    static synchronized void finish(Path file, Path target) throws IOException {
        if (!OPEN.contains(file)) {
            throw new IOException("the program was told to end");
        }
        try {
            Files.move(file, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(file, target, StandardCopyOption.REPLACE_EXISTING);
        }
        OPEN.remove(file);
    }

    /** Deletes a file that is not finished, if it was begun. */
    static synchronized void drop(Path file) throws IOException {
        if (OPEN.remove(file)) {
            Files.deleteIfExists(file);
        }
    }

    private static synchronized void deleteAll() {
        for (Path file : Set.copyOf(OPEN)) {
            try {
                drop(file);
            } catch (IOException e) {
                LOG.warn("{} is left behind: {}", file, FileProblem.reason(e));
            }
        }
    }
}
