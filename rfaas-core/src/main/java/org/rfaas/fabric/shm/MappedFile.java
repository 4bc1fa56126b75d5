package org.rfaas.fabric.shm;

import java.io.EOFException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.rfaas.fabric.FabricException;
import org.rfaas.file.FileProblem;

/** Creates and opens mapped files. */
final class MappedFile {
    static final FileAttribute<?> PRIVATE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    /** What the system says of a file system that is full. */
    private static final String NO_SPACE = "No space left on device";

    /** Small enough to stay in a cache of the core; duplicated by who writes it. */
    private static final ByteBuffer ZEROS = ByteBuffer.allocateDirect(64 << 10).asReadOnlyBuffer();

    private MappedFile() {}

    /**
     * Creates a zeroed file and maps it. Its pages are written at once: on a full tmpfs that is an error here, where a
     * sparse file would kill the process with SIGBUS at some later store.
     */
    static MemorySegment create(Path path, long bytes, Arena arena) {
        requireSpace(path, bytes);
        try {
            return uninterrupted(() -> createZeroed(path, bytes, arena));
        } catch (IOException e) {
            throw String.valueOf(e.getMessage()).contains(NO_SPACE)
                    ? noSpace(bytes, NO_SPACE, e)
                    : new FabricException(
                            "cannot allocate " + bytes + " bytes as " + path + ": " + FileProblem.reason(e), e);
        }
    }

    private static MemorySegment createZeroed(Path path, long bytes, Arena arena) throws IOException {
        Set<StandardOpenOption> options =
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE);
        try (FileChannel channel = FileChannel.open(path, options, PRIVATE)) {
            return zeroAndMap(channel, bytes, arena);
        } catch (FileAlreadyExistsException e) {
            throw e; // somebody else's
        } catch (IOException e) {
            delete(path);
            throw e;
        }
    }

    private static MemorySegment zeroAndMap(FileChannel channel, long bytes, Arena arena) throws IOException {
        ByteBuffer zeros = ZEROS.duplicate();
        for (long at = 0; at < bytes; ) {
            zeros.clear().limit((int) Math.min(zeros.capacity(), bytes - at));
            at += channel.write(zeros, at);
        }
        return channel.map(MapMode.READ_WRITE, 0, bytes, arena);
    }

    /** Asks before it writes: to fill the file system and then fail would take others down too. */
    private static void requireSpace(Path path, long bytes) {
        Path folder = Objects.requireNonNull(path.getParent());
        if (Files.notExists(folder)) {
            throw new FabricException("cannot allocate " + bytes + " bytes: the folder " + folder + " is gone");
        }
        // not by its FileStore, which is looked for in the list of all mounts
        long usable = folder.toFile().getUsableSpace();
        if (usable < bytes) {
            throw noSpace(bytes, "only " + usable + " are free", null);
        }
    }

    private static FabricException noSpace(long bytes, @Nullable String why, @Nullable IOException cause) {
        return new FabricException(
                "cannot allocate " + bytes + " bytes in " + ShmDirectory.root() + ": " + why
                        + "; free some space there or mount it larger",
                cause);
    }

    /**
     * Maps a file of a peer.
     *
     * @throws NoSuchFileException when it is not there
     * @throws EOFException when it is shorter than {@code bytes}
     * @throws IOException when this side cannot open or map it
     */
    static MemorySegment open(Path path, long bytes, Arena arena) throws IOException {
        return uninterrupted(() -> openExisting(path, bytes, arena));
    }

    private static MemorySegment openExisting(Path path, long bytes, Arena arena) throws IOException {
        Set<java.nio.file.OpenOption> options =
                Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
        try (FileChannel channel = FileChannel.open(path, options)) {
            if (channel.size() < bytes) {
                throw new EOFException(path + " has " + channel.size() + " bytes where " + bytes + " are due");
            }
            return channel.map(MapMode.READ_WRITE, 0, bytes, arena);
        }
    }

    private interface Mapping {
        MemorySegment map() throws IOException;
    }

    /** A file channel fails in a thread that is interrupted, before or meanwhile, which says nothing about the file. */
    private static MemorySegment uninterrupted(Mapping mapping) throws IOException {
        boolean interrupted = false;
        try {
            while (true) {
                interrupted |= Thread.interrupted();
                try {
                    return mapping.map();
                } catch (ClosedByInterruptException e) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    static void delete(Path path) {
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            throw new FabricException("cannot remove " + path, e);
        }
    }
}
