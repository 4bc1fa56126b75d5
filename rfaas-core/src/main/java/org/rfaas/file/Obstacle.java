package org.rfaas.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What keeps a file from being written, with the remedy: to be told before the work whose result goes there, not after it.
 * Leaves nothing behind.
 */
public final class Obstacle {
    private static final String NAMELESS = "its name is empty; name a file";

    private Obstacle() {}

    /** Of writing a file as {@link WholeFile} does. */
    public static Optional<String> toWriting(Path file) {
        return isReplaceable(file) ? toReplacing(file) : ofPlace(file).or(() -> permission(Files.isWritable(file)));
    }

    /** Whether it is a file, or none yet: a device or a pipe is there to be written to. */
    static boolean isReplaceable(Path file) {
        return !Files.exists(file) || Files.isRegularFile(file);
    }

    /** Of putting another in its place, which is written beside it and renamed. Links are followed. */
    public static Optional<String> toReplacing(Path file) {
        if (file.toString().isEmpty()) {
            return Optional.of(NAMELESS);
        }
        Path target;
        try {
            target = Links.target(file);
        } catch (IOException e) {
            return Optional.of("its links cannot be followed; name another file");
        }
        return ofPlace(target).or(() -> {
            boolean isReplaceable = !Files.exists(file) || (Files.isRegularFile(file) && Files.isWritable(file));
            return permission(isReplaceable && Files.isWritable(folder(target)));
        });
    }

    /** Of writing files into a folder, which is made, with those above it, if there is none. */
    public static Optional<String> toFilling(Path folder) {
        Path existing = folder.toAbsolutePath();
        while (!Files.exists(existing)) {
            existing = folder(existing);
        }
        if (!Files.isDirectory(existing)) {
            return Optional.of(existing + " is a file, not a folder");
        }
        return Files.isWritable(existing) ? Optional.empty() : Optional.of("no permission to write into " + existing);
    }

    private static Optional<String> ofPlace(Path file) {
        if (file.toString().isEmpty()) {
            return Optional.of(NAMELESS);
        }
        if (Files.isDirectory(file)) {
            return Optional.of("it is a folder; name a file");
        }
        Path folder = folder(file);
        if (Files.isDirectory(folder)) {
            return Optional.empty();
        }
        return Optional.of(
                Files.exists(folder)
                        ? folder + " is not a folder; name another"
                        : "there is no folder " + folder + "; make it first");
    }

    private static Optional<String> permission(boolean isGiven) {
        return isGiven ? Optional.empty() : Optional.of("no permission; name another file");
    }

    /** Of a file that is no folder itself, so that there is one above it. */
    private static Path folder(Path file) {
        return file.toAbsolutePath().resolveSibling("");
    }
}
