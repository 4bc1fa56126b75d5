package org.rfaas.apps.harness;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** A file that is there complete or not at all: written beside its place under another name, then renamed. */
public final class OutputFile {
    private OutputFile() {}

    /** Writes the content. */
    @FunctionalInterface
    public interface Content {
        void writeTo(OutputStream out) throws IOException;
    }

    /**
     * Finds out before the work, not after it; leaves nothing behind.
     *
     * @param option names the file in the error
     */
    public static void requireWritable(String option, Path file) throws InputException {
        Path folder = file.toAbsolutePath().getParent();
        boolean isReplaceable = !Files.exists(file) || (Files.isRegularFile(file) && Files.isWritable(file));
        if (folder == null || !Files.isDirectory(folder) || !Files.isWritable(folder) || !isReplaceable) {
            throw new InputException(option + " " + file + " cannot be written");
        }
    }

    /** Replaces the file, or leaves what was there. */
    public static void write(String option, Path file, Content content) throws InputException {
        Path beside = file.resolveSibling(
                "." + file.getFileName() + "." + ProcessHandle.current().pid() + ".part");
        try {
            try (OutputStream out = Files.newOutputStream(beside)) {
                content.writeTo(out);
            }
            move(beside, file);
        } catch (IOException e) {
            delete(beside, e);
            throw new InputException(option + " " + file + " cannot be written: " + e);
        }
    }

    private static void delete(Path file, IOException cause) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            cause.addSuppressed(e);
        }
    }

    private static void move(Path from, Path to) throws IOException {
        try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
        }
    }
}
