package org.rfaas.file;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * A file that one at a time may claim, of all processes of the machine: until it is closed, or its process has ended, by a
 * lock on the file (fcntl(2)). Such a lock ends as soon as its process closes the file however often it has it open, so what
 * is claimed here is not opened a second time. Any thread may take and close one.
 */
public final class FileClaim implements AutoCloseable {
    private static final FileAttribute<?> OWNERS_ALONE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    /** Keys of the files that this process has claimed; guarded by itself. */
    private static final Set<Object> HELD = new HashSet<>();

    private final Object key;
    private final FileChannel channel;

    private FileClaim(Object key, FileChannel channel) {
        this.key = key;
        this.channel = channel;
    }

    /**
     * Claims a file, making it for its owner alone if it is not there.
     *
     * @return nothing when somebody has claimed it, of this process or another one
     * @throws IOException when it cannot be opened to be read and written
     */
    public static Optional<FileClaim> take(Path file) throws IOException {
        synchronized (HELD) {
            if (Files.exists(file) && HELD.contains(key(file))) {
                return Optional.empty();
            }
            FileChannel channel = FileChannel.open(
                    file,
                    Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE),
                    OWNERS_ALONE);
            try {
                if (channel.tryLock() == null) {
                    channel.close();
                    return Optional.empty();
                }
                Object key = key(file);
                HELD.add(key);
                return Optional.of(new FileClaim(key, channel));
            } catch (IOException | RuntimeException | Error e) {
                channel.close();
                throw e;
            }
        }
    }

    /** Device and number, the same by whatever path. */
    private static Object key(Path file) throws IOException {
        return Objects.requireNonNull(
                Files.readAttributes(file, BasicFileAttributes.class).fileKey(), "the file system numbers no files");
    }

    /** To read and write the file; to be closed by {@link #close} alone. */
    public FileChannel channel() {
        return channel;
    }

    /** Gives it up. Idempotent. */
    @Override
    public void close() throws IOException {
        synchronized (HELD) {
            if (channel.isOpen()) {
                HELD.remove(key);
                channel.close();
            }
        }
    }
}
