package org.rfaas.file;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;

/**
 * Writes files that are there complete or not at all: beside their place under another name, then renamed. Of a JVM that is told
 * to end nothing stays beside it. Links are followed, to a file that is not there yet too. A device or a pipe cannot be replaced,
 * and is written to as it is.
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
            try (OutputStream out = Files.newOutputStream(file)) {
                content.writeTo(out);
            }
            return;
        }
        Path target = Links.target(file);
        // without the name of its target, which may be as long as names can be
        Path beside = target.resolveSibling("." + freshName() + ".part");
        try {
            try (OutputStream out = UnfinishedFiles.begin(beside)) {
                content.writeTo(out);
            }
            UnfinishedFiles.finish(beside, target);
        } catch (Throwable e) {
            drop(beside, e);
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

    private static void drop(Path file, Throwable cause) {
        try {
            UnfinishedFiles.drop(file);
        } catch (IOException e) {
            cause.addSuppressed(e);
        }
    }
}
