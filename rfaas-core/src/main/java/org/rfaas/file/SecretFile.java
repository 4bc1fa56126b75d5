package org.rfaas.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** A file whose content its owner alone may know and change (mode 0600, or less). */
public final class SecretFile {
    /** The longest there is. */
    public static final int MAX_BYTES = 4096;

    private static final Set<PosixFilePermission> OWNERS_ALONE = PosixFilePermissions.fromString("rw-------");

    /** To make one. */
    public static final FileAttribute<Set<PosixFilePermission>> RIGHTS =
            PosixFilePermissions.asFileAttribute(OWNERS_ALONE);

    private final Path file;
    private final String key;

    /**
     * Names it; it need not be there yet.
     *
     * @param key of the configuration, for errors
     */
    public SecretFile(Path file, String key) {
        this.file = file;
        this.key = key;
    }

    /**
     * Reads all of it.
     *
     * @throws IllegalArgumentException when it cannot be read, others than its owner may read or write it, or it is longer than
     *     {@value #MAX_BYTES} bytes; says which file, and the remedy
     */
    public byte[] read() {
        try {
            return readChecked();
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    /**
     * Reads its first line, which is UTF-8; empty when there is none.
     *
     * @throws IllegalArgumentException as {@link #read} does, or when it is no text
     */
    public String firstLine() {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(readChecked()))
                    .toString();
            return text.lines().findFirst().orElse("");
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    private byte[] readChecked() throws IOException {
        Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
        if (!OWNERS_ALONE.containsAll(permissions)) {
            throw new IllegalArgumentException(this + " has permissions " + PosixFilePermissions.toString(permissions)
                    + "; run chmod 600 " + file);
        }
        if (Files.size(file) > MAX_BYTES) {
            throw new IllegalArgumentException(this + " is longer than " + MAX_BYTES + " bytes; name another file");
        }
        return Files.readAllBytes(file);
    }

    private IllegalArgumentException unreadable(IOException problem) {
        return new IllegalArgumentException(
                this + " cannot be read: " + FileProblem.reason(problem) + "; set " + key + " to a file of mode 0600",
                problem);
    }

    /** What it is and where, and nothing of its content. */
    @Override
    public String toString() {
        return key + " " + file;
    }
}
