package org.rfaas.fabric.shm;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.rfaas.fabric.FabricException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A fabric's private directory: mode 0700, unguessable name, removed on close. Its owner holds a lock on the file {@code
 * owner} as long as it lives (fcntl(2): the kernel drops the lock with the process, whatever the pid namespace), so
 * {@link #sweep} can tell abandoned directories from live ones.
 */
final class ShmDirectory implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ShmDirectory.class);
    private static final Path ROOT = Path.of("/dev/shm");
    private static final Pattern NAME = Pattern.compile("rfaas-[0-9a-f]{32}");
    private static final String OWNER = "owner";
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final FileAttribute<?> PRIVATE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    /**
     * Directories of this process. A sweep must not even open their lock files: closing any descriptor of a file drops
     * all of the process's fcntl locks on it.
     */
    private static final Set<Path> OWN = ConcurrentHashMap.newKeySet();

    private final Path path;
    private final FileChannel owner;

    private ShmDirectory(Path path, FileChannel owner) {
        this.path = path;
        this.owner = owner;
    }

    static Path root() {
        return ROOT;
    }

    /** Creates a directory, after removing those of dead owners. */
    static ShmDirectory create() {
        sweep();
        byte[] random = new byte[16];
        RANDOM.nextBytes(random);
        Path path = ROOT.resolve("rfaas-" + HexFormat.of().formatHex(random));
        // locked under a name that no sweep looks at, then renamed
        Path hidden = ROOT.resolve("." + path.getFileName());
        try {
            Files.createDirectory(hidden, PRIVATE);
            FileChannel owner =
                    FileChannel.open(hidden.resolve(OWNER), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            FileLock lock = owner.tryLock();
            if (lock == null) {
                throw new FabricException("cannot lock a fresh file in " + hidden);
            }
            OWN.add(path);
            Files.move(hidden, path);
            return new ShmDirectory(path, owner);
        } catch (IOException e) {
            throw new FabricException("cannot create " + path + ": " + e.getMessage(), e);
        }
    }

    Path path() {
        return path;
    }

    /**
     * A directory named by a peer.
     *
     * @throws FabricException unless it is one of this provider's directories and belongs to this user
     */
    static Path peer(String text) {
        Path path = Path.of(text);
        if (!ROOT.equals(path.getParent())
                || !NAME.matcher(path.getFileName().toString()).matches()) {
            throw new FabricException("peer named '" + text + "', which is no fabric directory");
        }
        if (!Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
            throw new FabricException("peer directory " + path + " is gone");
        }
        return path;
    }

    /** Removes directories whose owners have died. */
    static void sweep() {
        try (DirectoryStream<Path> all = Files.newDirectoryStream(ROOT, "rfaas-*")) {
            for (Path directory : all) {
                sweep(directory);
            }
        } catch (IOException e) {
            LOG.debug("sweep of {} failed", ROOT, e);
        }
    }

    /** Removes one directory if its owner has died. */
    static void sweep(Path directory) {
        if (!NAME.matcher(directory.getFileName().toString()).matches() || OWN.contains(directory)) {
            return;
        }
        try (FileChannel channel = FileChannel.open(directory.resolve(OWNER), StandardOpenOption.WRITE);
                FileLock lock = channel.tryLock()) {
            if (lock != null) {
                delete(directory);
                LOG.debug("removed {} of a dead owner", directory);
            }
        } catch (NoSuchFileException e) {
            LOG.trace("{} was removed by somebody else", directory);
        } catch (IOException e) {
            LOG.debug("cannot sweep {}", directory, e);
        }
    }

    private static void delete(Path directory) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
            for (Path file : files) {
                Files.deleteIfExists(file);
            }
        }
        Files.deleteIfExists(directory);
    }

    @Override
    public void close() {
        try {
            delete(path);
            owner.close();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot remove " + path, e);
        } finally {
            OWN.remove(path);
        }
    }
}
