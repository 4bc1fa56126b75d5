package org.rfaas.fabric.shm;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import org.rfaas.fabric.RegionDescriptor;

/**
 * What a connecting side shares with the one peer it connects to. A peer that listens in its fabric's directory may be in
 * a sandbox and see no other, so the files go there: the rings are made there, and of what exists already a hard link is,
 * which lends that one file and nothing beside it. Links are made, never opened through their names here, so whatever the
 * peer does in its directory cannot lead this side astray.
 */
final class SharedFiles implements AutoCloseable {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final String RINGS = "guestring-";
    private static final String DOORBELL = "guestbell-";

    private final Path place;
    private final boolean guest;
    private final long number = RANDOM.nextLong(Long.MAX_VALUE);

    /** Links to regions that the peer had not opened, and so removed, when it was last lent one; guarded by itself. */
    private final Set<Path> lent = new HashSet<>();

    private boolean met;

    private SharedFiles(Path place, boolean guest) {
        this.place = place;
        this.guest = guest;
    }

    /**
     * Decides where the files are.
     *
     * @param socket where the peer listens
     * @param own this fabric's directory
     */
    static SharedFiles with(Path socket, Path own) {
        Path parent = socket.getParent();
        boolean guest = parent != null && ShmDirectory.isName(parent) && !parent.equals(own);
        return new SharedFiles(guest && parent != null ? parent : own, guest);
    }

    /** Whether they are in the peer's directory. */
    boolean asGuest() {
        return guest;
    }

    Path ringFile() {
        return place.resolve(RINGS + number);
    }

    /**
     * The peer's side, when it has mapped what a guest put into its directory: removes the names, since a guest that is killed
     * does not. Only names that guests make: a guest may have named any file there.
     */
    static void removeNames(Path ringFile, Path doorbellFile) {
        if (ringFile.getFileName().toString().startsWith(RINGS)
                && doorbellFile.getFileName().toString().startsWith(DOORBELL)) {
            MappedFile.delete(ringFile);
            MappedFile.delete(doorbellFile);
        }
    }

    /** The peer's side, when the guest has gone or is not served: removes what it lent and nobody opened. */
    static void removeLent(Path ringFile) {
        Path folder = Objects.requireNonNull(ringFile.getParent());
        try (DirectoryStream<Path> links = Files.newDirectoryStream(folder, RegionFile.linksOf(ringFile))) {
            links.forEach(MappedFile::delete);
        } catch (IOException | DirectoryIteratorException e) {
            ShmFabric.LOG.debug("what a guest lent in {} is left there", folder, e);
        }
    }

    /** The name under which the peer finds a doorbell of ours until {@link #close}. */
    String nameFor(Path doorbell) throws IOException {
        if (!guest) {
            return doorbell.getFileName().toString();
        }
        return Files.createLink(doorbellLink(), doorbell).getFileName().toString();
    }

    private Path doorbellLink() {
        return place.resolve(DOORBELL + number);
    }

    /** Lends a region before it is asked for; the peer removes the link when it has opened it. */
    void offer(Path region, RegionDescriptor descriptor) throws IOException {
        if (guest) {
            lend(region, descriptor);
        }
    }

    /** The connection stands: what is lent is there until it is opened, or {@link #takeBack taken back}. */
    void met() {
        met = true;
    }

    /** What the peer was lent and never opened: its directory, and with it our memory, may live on for long. */
    void takeBack() {
        synchronized (lent) {
            lent.forEach(MappedFile::delete);
        }
    }

    /**
     * Lends a region; the peer removes the link when it has opened it. The link is this connection's own: what becomes of
     * another one to the same peer does not touch it.
     */
    void lend(Path region, RegionDescriptor descriptor) throws IOException {
        Path link = RegionFile.link(ringFile(), descriptor);
        synchronized (lent) {
            lent.removeIf(Files::notExists);
            if (!lent.contains(link)) {
                lent.add(Files.createLink(link, region));
            }
        }
    }

    /** Removes the names: both sides have mapped the files by now, or never will. */
    @Override
    public void close() {
        MappedFile.delete(ringFile());
        if (!met) {
            takeBack();
        }
        if (guest) {
            MappedFile.delete(doorbellLink());
        }
    }
}
