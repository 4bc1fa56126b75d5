package org.rfaas.file;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Files that become others when they are written. A JVM that is told to end deletes those that are not, since nobody would; one
 * that is killed cannot. What is written in a moment, as a service's last state, may still be finished. Any thread.
 */
final class UnfinishedFiles {
    private static final Logger LOG = LoggerFactory.getLogger(UnfinishedFiles.class);
    private static final Set<Path> OPEN = new HashSet<>();

    /** Less than the second after which {@code mpirun} kills the ranks that it told to end. */
    private static final Duration PATIENCE = Duration.ofMillis(250);

    static {
        try {
            Runtime.getRuntime().addShutdownHook(new Thread(() -> deleteAll(PATIENCE), "unfinished-files"));
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
        UnfinishedFiles.class.notifyAll();
    }

    /** Deletes a file that is not finished, if it was begun. */
    static synchronized void drop(Path file) throws IOException {
        if (OPEN.remove(file)) {
            UnfinishedFiles.class.notifyAll();
            Files.deleteIfExists(file);
        }
    }

    /** @param patience with files that are being written */
    static synchronized void deleteAll(Duration patience) {
        try {
            awaitFinished(System.nanoTime() + patience.toNanos());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // no patience then
        }
        for (Path file : Set.copyOf(OPEN)) {
            try {
                drop(file);
            } catch (IOException e) {
                LOG.warn("{} is left behind: {}", file, FileProblem.reason(e));
            }
        }
    }

    private static synchronized void awaitFinished(long endNs) throws InterruptedException {
        while (!OPEN.isEmpty()) {
            long remainingMs = TimeUnit.NANOSECONDS.toMillis(endNs - System.nanoTime());
            if (remainingMs <= 0) {
                return;
            }
            UnfinishedFiles.class.wait(remainingMs);
        }
    }
}
