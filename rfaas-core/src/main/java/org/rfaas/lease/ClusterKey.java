package org.rfaas.lease;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.rfaas.file.SecretFile;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The secret that resource manager and executor managers of a cluster share, and during a change of keys a second one that
 * is accepted. Safe for any thread.
 */
public final class ClusterKey {
    public static final int MIN_BYTES = 32;

    private static final String ALGORITHM = "HmacSHA256";
    private static final Logger LOG = LoggerFactory.getLogger(ClusterKey.class);

    /** Appended to the key file's name: another key that is accepted, during a change of keys. */
    public static final String SECOND_SUFFIX = ".also";

    private final Optional<Path> file;
    private volatile List<Mac> keys;

    /** Of the files that {@link #keys} were read from. */
    private String stamp;

    /** What is wrong with the files since then; empty for nothing. */
    private String complaint = "";

    private ClusterKey(Optional<Path> file, List<Mac> keys, String stamp) {
        this.file = file;
        this.keys = keys;
        this.stamp = stamp;
    }

    /**
     * A key from its bytes.
     *
     * @throws IllegalArgumentException when there are fewer than {@value #MIN_BYTES}
     */
    public static ClusterKey of(byte[] secret) {
        return new ClusterKey(Optional.empty(), List.of(prepare(secret)), "");
    }

    /**
     * Reads the key from a file; all its bytes count. If there is a second file, of the same name with {@value
     * #SECOND_SUFFIX} appended, what is authenticated with its key is accepted too.
     *
     * @throws IllegalArgumentException when a file cannot be read, is too short, or is accessible to others than its owner
     */
    public static ClusterKey read(Path file) {
        String stamp = stampOf(file); // before reading: a change in between is seen at the next look
        return new ClusterKey(Optional.of(file), readAll(file), stamp);
    }

    private static List<Mac> readAll(Path file) {
        Path second = file.resolveSibling(file.getFileName() + SECOND_SUFFIX);
        Mac first = prepare(readSecret(file));
        return Files.exists(second) ? List.of(first, prepare(readSecret(second))) : List.of(first);
    }

    private static byte[] readSecret(Path file) {
        return new SecretFile(file, "security.key-file").read();
    }

    /** What changes when somebody changes the files. */
    private static String stampOf(Path file) {
        return stampOfOne(file) + " " + stampOfOne(file.resolveSibling(file.getFileName() + SECOND_SUFFIX));
    }

    private static String stampOfOne(Path file) {
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return attributes.lastModifiedTime() + "/" + attributes.size() + "/" + attributes.fileKey();
        } catch (IOException e) {
            return "absent";
        }
    }

    /**
     * Reads the files again if they have changed, so that keys can be changed while everything runs. As long as they cannot
     * be read, the former keys stay, and each time it is tried again: the remedy may change nothing but their rights.
     */
    public synchronized void refresh() {
        if (file.isEmpty()) {
            return;
        }
        String now = stampOf(file.get());
        if (now.equals(stamp)) {
            complaint = "";
            return;
        }
        try {
            keys = readAll(file.get());
            stamp = now;
            complaint = "";
            LOG.info("cluster key read again: {} accepted", keys.size());
        } catch (IllegalArgumentException e) {
            String problem = String.valueOf(e.getMessage());
            if (!problem.equals(complaint)) {
                complaint = problem;
                LOG.warn("going on with the former cluster key: {}", problem);
            }
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
        Files.createFile(file, SecretFile.RIGHTS);
        Files.write(file, secret, StandardOpenOption.TRUNCATE_EXISTING);
        return of(secret);
    }

    /**
     * Authenticates bytes with the first key.
     *
     * @param purpose keeps tags made for one purpose from being used for another
     */
    AuthenticationTag authenticate(String purpose, byte[] message) {
        return authenticate(keys.getFirst(), purpose, message);
    }

    /** Whether one of the keys authenticates these bytes; looks at the files when none does. */
    boolean isAuthentic(String purpose, byte[] message, AuthenticationTag tag) {
        if (matches(purpose, message, tag)) {
            return true;
        }
        refresh();
        return matches(purpose, message, tag);
    }

    private boolean matches(String purpose, byte[] message, AuthenticationTag tag) {
        for (Mac key : keys) {
            if (authenticate(key, purpose, message).equals(tag)) {
                return true;
            }
        }
        return false;
    }

    /** A clone has the key prepared already; the original is never updated, so any thread may clone it. */
    private static AuthenticationTag authenticate(Mac key, String purpose, byte[] message) {
        try {
            Mac mac = (Mac) key.clone();
            mac.update(purpose.getBytes(StandardCharsets.US_ASCII));
            mac.update((byte) 0);
            return AuthenticationTag.of(mac.doFinal(message));
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("the JDK's " + ALGORITHM + " can be cloned", e);
        }
    }

    private static Mac prepare(byte[] secret) {
        if (secret.length < MIN_BYTES || secret.length > SecretFile.MAX_BYTES) {
            throw new IllegalArgumentException("a cluster key of " + secret.length + " bytes; it must have " + MIN_BYTES
                    + " to " + SecretFile.MAX_BYTES + ": head -c 32 /dev/urandom makes one");
        }
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(secret, ALGORITHM));
            return mac;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has " + ALGORITHM, e);
        }
    }
}
