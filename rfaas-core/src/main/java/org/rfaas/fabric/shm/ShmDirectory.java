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
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.rfaas.fabric.FabricException;
import org.rfaas.fabric.FabricPlace;
import org.rfaas.file.FileProblem;
import org.rfaas.file.FileTree;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A fabric's private directory: mode 0700, unguessable name, removed on close. Its owner holds a lock on the file {@code
 * owner} as long as it lives (fcntl(2): the kernel drops the lock with the process, whatever the pid namespace), so
 * {@link #sweep} can tell abandoned directories from live ones.
 */
final class ShmDirectory implements FabricPlace {
    private static final Logger LOG = LoggerFactory.getLogger(ShmDirectory.class);
    private static final Path ROOT = Path.of("/dev/shm");
    private static final Pattern NAME = Pattern.compile("rfaas-[0-9a-f]{32}");
    private static final Pattern HIDDEN_NAME = Pattern.compile("\\.rfaas-[0-9a-f]{32}");
    private static final Duration HIDDEN_AGE = Duration.ofMinutes(1);
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
    private final @Nullable FileChannel owner;

    private ShmDirectory(Path path, @Nullable FileChannel owner) {
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
            return claim(hidden, path);
        } catch (IOException e) {
            FabricException failure = new FabricException("cannot create " + path + ": " + FileProblem.reason(e), e);
            try {
                FileTree.delete(hidden);
            } catch (IOException left) {
                failure.addSuppressed(left);
            }
            throw failure;
        }
    }

    private static ShmDirectory claim(Path hidden, Path path) throws IOException {
        FileChannel owner = FileChannel.open(
                hidden.resolve(OWNER),
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                MappedFile.PRIVATE);
        try {
            if (owner.tryLock() == null) {
                throw new IOException("its fresh lock is taken");
            }
            OWN.add(path);
            Files.move(hidden, path);
            return new ShmDirectory(path, owner);
        } catch (IOException e) {
            OWN.remove(path);
            owner.close();
            throw e;
        }
    }

    /** A directory that another process has made for this one, owns and will remove. */
    static ShmDirectory adopt(Path path) {
        if (!isName(path) || !Files.isWritable(path)) {
            throw new FabricException("cannot serve in " + path + ": it is no fabric directory, or not writable");
        }
        OWN.add(path);
        return new ShmDirectory(path, null);
    }

    /** Whether it is called like a directory of this provider. */
    static boolean isName(Path path) {
        return ROOT.equals(path.getParent())
                && NAME.matcher(path.getFileName().toString()).matches();
    }

    @Override
    public Path path() {
        return path;
    }

    /**
     * A directory named by a peer.
     *
     * @throws FabricException unless it is one of this provider's directories and belongs to this user
     */
    static Path peer(String text, ShmDirectory own) {
        Path path = home(text);
        try {
            if (!Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)
                    || !ownerOf(path).equals(ownerOf(own.path))) {
                throw new FabricException("peer directory " + path + " is not a directory of this user");
            }
            return path;
        } catch (IOException e) {
            throw new FabricException("peer directory " + path + " is gone", e);
        }
    }

    /**
     * A directory named by a peer, which this process need not see.
     *
     * @throws FabricException unless it is called like one of this provider's directories
     */
    static Path home(String text) {
        int slash = text.lastIndexOf('/');
        String name = text.substring(slash + 1);
        if (slash < 0
                || !text.substring(0, slash).equals(ROOT.toString())
                || !NAME.matcher(name).matches()) {
            throw new FabricException("peer named '" + text + "', which is no fabric directory");
        }
        return ROOT.resolve(name);
    }

    /** The user's number: a name would have to be looked up. */
    private static Object ownerOf(Path path) throws IOException {
        return Files.getAttribute(path, "unix:uid", LinkOption.NOFOLLOW_LINKS);
    }

    /** Removes directories whose owners have died. */
    static void sweep() {
        try (DirectoryStream<Path> all = Files.newDirectoryStream(ROOT, "{,.}rfaas-*")) {
            for (Path directory : all) {
                sweep(directory);
            }
        } catch (IOException e) {
            LOG.debug("sweep of {} failed", ROOT, e);
        }
    }

    /** Removes one directory if its owner has died. One thread at a time: a JVM must not try one lock twice at once. */
    static synchronized void sweep(Path directory) {
        String name = directory.getFileName().toString();
        boolean candidate = (NAME.matcher(name).matches() && !OWN.contains(directory))
                || (HIDDEN_NAME.matcher(name).matches() && isOld(directory));
        if (!candidate) {
            return;
        }
        try (FileChannel channel = FileChannel.open(directory.resolve(OWNER), StandardOpenOption.WRITE);
                FileLock lock = channel.tryLock()) {
            if (lock != null) {
                FileTree.delete(directory);
                LOG.debug("removed {} of a dead owner", directory);
            }
        } catch (NoSuchFileException e) {
            removeRemains(directory);
        } catch (IOException e) {
            LOG.debug("cannot sweep {}", directory, e);
        }
    }

    /** A directory without the owner's file is one whose removal has begun; whoever began may have died of it. */
    private static void removeRemains(Path directory) {
        try {
            if (Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
                FileTree.delete(directory);
            }
        } catch (IOException e) {
            LOG.trace("{} is being removed by somebody else", directory, e);
        }
    }

    /** Hidden directories exist for an instant, unless their maker was killed in it. */
    private static boolean isOld(Path directory) {
        try {
            return Files.getLastModifiedTime(directory)
                    .toInstant()
                    .isBefore(Instant.now().minus(HIDDEN_AGE));
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public void close() {
        if (owner == null) {
            OWN.remove(path);
        } else if (OWN.contains(path)) {
            removeOwned(owner);
        }
    }

    private void removeOwned(FileChannel lock) {
        try (lock) {
            FileTree.delete(path);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot remove " + path, e);
        } finally {
            OWN.remove(path);
        }
    }
}
