package org.rfaas.file;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;

/**
 * Writes files that are there complete or not at all: beside their place under another name, then renamed. Links are
 * followed, to a file that is not there yet too. A device or a pipe cannot be replaced, and is written to as it is.
 */
public final class WholeFile {
    private static final SecureRandom RANDOM = new SecureRandom();

    private WholeFile() {}

    /**
     * Writes bytes.
     *
     * @param <X> what else may go wrong
     */
    @FunctionalInterface
    public interface Content<X extends Exception> {
        void writeTo(OutputStream out) throws IOException, X;
    }

    /** Replaces the file, or leaves what was there. */
    public static <X extends Exception> void write(Path file, Content<X> content) throws IOException, X {
        if (!Obstacle.isReplaceable(file)) {
            writeInto(file, content);
            return;
        }
        Path target = Links.target(file);
        Path beside = target.resolveSibling("." + target.getFileName() + "." + freshName() + ".part");
        try {
            writeInto(beside, content);
            move(beside, target);
        } catch (Throwable e) {
            delete(beside, e);
            throw e;
        }
    }

    /** One that no other thread has, nor a process that counts processes by itself, in a container. */
    private static String freshName() {
        return ProcessHandle.current().pid() + "-" + Long.toHexString(RANDOM.nextLong());
    }

    /** As {@link #write(Path, Content)}, of bytes that are there. */
    public static void write(Path file, byte[] bytes) throws IOException {
        WholeFile.<IOException>write(file, out -> out.write(bytes));
    }

    /** As {@link #write(Path, Content)}, of text in UTF-8. */
    public static void writeString(Path file, String text) throws IOException {
        write(file, text.getBytes(StandardCharsets.UTF_8));
    }

    private static <X extends Exception> void writeInto(Path file, Content<X> content) throws IOException, X {
        try (OutputStream out = Files.newOutputStream(file)) {
            content.writeTo(out);
        }
    }

    private static void move(Path from, Path to) throws IOException {
        try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private static void delete(Path file, Throwable cause) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            cause.addSuppressed(e);
        }
    }
}
