package org.rfaas.executor.usage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.rfaas.file.FileClaim;
import org.rfaas.file.PrivateFolder;
import org.rfaas.file.WholeFile;
import org.rfaas.lease.SignedCertificate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The folder in which an executor manager keeps what its executors have used until the resource manager has it: a {@link
 * UsageBox} an executor, and beside it, out of the executor's reach, a note whose lease it serves. Survives the manager; one
 * manager at a time.
 */
public final class UsageStore implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(UsageStore.class);
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final String NOTE = ".lease";
    private static final String PART = ".part";
    private static final String LOCK = "lock";

    /** What an executor serves, or served under a former manager. */
    record Note(UsageBox box, SignedCertificate certificate) {}

    private final Path folder;
    private final FileClaim claim;
    private final List<Note> leftBehind;

    private UsageStore(Path folder, FileClaim claim) throws IOException {
        this.folder = folder;
        this.claim = claim;
        this.leftBehind = findLeftBehind();
    }

    /**
     * Opens or makes the folder; it should be in memory, as {@code /dev/shm} is.
     *
     * @throws IOException when it cannot be made, is not this user's alone, or another manager uses it
     */
    public static UsageStore open(Path folder) throws IOException {
        PrivateFolder.make(folder);
        FileClaim claim = FileClaim.take(folder.resolve(LOCK))
                .orElseThrow(() -> new IOException("it is another executor manager's; set executor-manager.node-name or"
                        + " executor-manager.usage-directory to something else"));
        try {
            return new UsageStore(folder, claim);
        } catch (IOException e) {
            claim.close();
            throw e;
        }
    }

    /** A box with a page of zeros, for an executor of at most so many workers. */
    public UsageBox newBox(int workers) throws IOException {
        byte[] name = new byte[12];
        RANDOM.nextBytes(name);
        UsageBox box = new UsageBox(folder.resolve(HexFormat.of().formatHex(name)));
        Files.createDirectory(box.folder(), PrivateFolder.RIGHTS);
        try {
            UsagePage.create(box.page(), workers);
            return box;
        } catch (IOException e) { // memory is full, or the thread is interrupted
            box.delete();
            throw e;
        }
    }

    /** Notes whose lease a box is for; before anybody can use the executor. */
    void note(UsageBox box, SignedCertificate certificate) throws IOException {
        WholeFile.write(noteOf(box), certificate.encoded());
    }

    /** Forgets a box and its note; the note first, since a box without one is removed by the next manager. */
    void forget(UsageBox box) throws IOException {
        Files.deleteIfExists(noteOf(box));
        box.delete();
    }

    private static Path noteOf(UsageBox box) {
        return box.folder().resolveSibling(box.folder().getFileName() + NOTE);
    }

    /** What former managers had left when this was opened. */
    List<Note> leftBehind() {
        return leftBehind;
    }

    /** Boxes whose executor nobody was told of are removed, so this comes before any new one. */
    private List<Note> findLeftBehind() throws IOException {
        List<Note> notes = new ArrayList<>();
        Set<Path> noted = new HashSet<>();
        for (Path path : content()) {
            String name = String.valueOf(path.getFileName());
            if (name.endsWith(NOTE)) {
                UsageBox box = new UsageBox(folder.resolve(name.substring(0, name.length() - NOTE.length())));
                try {
                    notes.add(new Note(box, SignedCertificate.decode(Files.readAllBytes(path))));
                    noted.add(box.folder());
                } catch (IllegalArgumentException e) {
                    LOG.warn("{} is no note of a lease and is removed: {}", path, e.getMessage());
                    Files.deleteIfExists(path);
                }
            }
        }
        for (Path path : content()) {
            if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS) && !noted.contains(path)) {
                new UsageBox(path).delete();
            } else if (path.toString().endsWith(PART)) {
                Files.deleteIfExists(path); // its writer was killed
            }
        }
        return notes;
    }

    private List<Path> content() throws IOException {
        try (var files = Files.list(folder)) {
            return files.toList();
        }
    }

    /** Gives the folder up; removes it when nothing is left in it. */
    @Override
    public void close() {
        try (claim) {
            boolean isEmpty = content().stream().allMatch(path -> path.endsWith(LOCK));
            if (isEmpty) {
                Files.deleteIfExists(folder.resolve(LOCK));
                Files.deleteIfExists(folder);
            }
        } catch (IOException e) {
            LOG.warn("{} is left behind: {}", folder, e.getMessage());
        }
    }
}
