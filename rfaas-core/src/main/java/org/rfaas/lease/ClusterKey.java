package org.rfaas.lease;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.EnumSet;
import java.util.Set;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The secret that resource manager and executor managers of a cluster share. */
public final class ClusterKey {
    public static final int MIN_BYTES = 32;
    public static final int MAX_BYTES = 4096;

    private static final String ALGORITHM = "HmacSHA256";
    private static final Set<PosixFilePermission> OWNER_ONLY =
            EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

    private final SecretKeySpec key;

    private ClusterKey(byte[] secret) {
        this.key = new SecretKeySpec(secret, ALGORITHM);
    }

    /**
     * A key from its bytes.
     *
     * @throws IllegalArgumentException when there are fewer than {@value #MIN_BYTES}
     */
    public static ClusterKey of(byte[] secret) {
        if (secret.length < MIN_BYTES || secret.length > MAX_BYTES) {
            throw new IllegalArgumentException("a cluster key of " + secret.length + " bytes; it must have " + MIN_BYTES
                    + " to " + MAX_BYTES + ": head -c 32 /dev/urandom makes one");
        }
        return new ClusterKey(secret);
    }

    /**
     * Reads the key from a file; all its bytes count.
     *
     * @throws IllegalArgumentException when the file cannot be read, is too short, or is accessible to others than its
     *     owner
     */
    public static ClusterKey read(Path file) {
        try {
            Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
            if (!OWNER_ONLY.containsAll(permissions)) {
                throw new IllegalArgumentException("key file " + file + " has permissions "
                        + PosixFilePermissions.toString(permissions) + "; run chmod 600 " + file);
            }
            if (Files.size(file) > MAX_BYTES) {
                throw new IllegalArgumentException("key file " + file + " is longer than " + MAX_BYTES + " bytes");
            }
            return of(Files.readAllBytes(file));
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "key file " + file + " cannot be read: " + e + "; set security.key-file to a file of mode 0600", e);
        }
    }

    /**
     * Makes a new key in a new file of mode 0600.
     *
     * @throws IOException when the file exists or cannot be written
     */
    public static ClusterKey create(Path file) throws IOException {
        byte[] secret = new byte[MIN_BYTES];
        new SecureRandom().nextBytes(secret);
        FileAttribute<Set<PosixFilePermission>> ownerOnly = PosixFilePermissions.asFileAttribute(OWNER_ONLY);
        Files.createFile(file, ownerOnly);
        Files.write(file, secret, StandardOpenOption.TRUNCATE_EXISTING);
        return of(secret);
    }

    /**
     * Authenticates bytes.
     *
     * @param purpose keeps tags made for one purpose from being used for another
     */
    AuthenticationTag authenticate(String purpose, byte[] message) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            mac.update(purpose.getBytes(StandardCharsets.US_ASCII));
            mac.update((byte) 0);
            return AuthenticationTag.of(mac.doFinal(message));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has " + ALGORITHM, e);
        }
    }
}
