package org.rfaas.operator;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import org.rfaas.file.SecretFile;

/** The secret that operators show. Comparison takes the same time wherever two tokens differ. */
public final class BearerToken {
    private static final int MIN_LENGTH = 16;
    private static final int MAX_LENGTH = 1024;
    private static final String SCHEME = "Bearer ";

    private final byte[] secret;

    private BearerToken(String secret) {
        this.secret = secret.getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Reads the first line of a file.
     *
     * @throws IllegalArgumentException when the file cannot be read, is accessible to others than its owner, or holds no
     *     token of {@value #MIN_LENGTH} to {@value #MAX_LENGTH} visible characters
     */
    public static BearerToken read(Path file) {
        SecretFile from = new SecretFile(file, "operator.token-file");
        String token = from.firstLine().strip();
        if (!token.matches("\\p{Graph}{" + MIN_LENGTH + "," + MAX_LENGTH + "}")) {
            throw new IllegalArgumentException(from + " holds no token of " + MIN_LENGTH + " to " + MAX_LENGTH
                    + " visible characters; make one with: openssl rand -hex 32");
        }
        return new BearerToken(token);
    }

    /** Whether this header, as a client sent it, shows the token. */
    boolean isShownIn(String authorization) {
        return authorization.startsWith(SCHEME)
                && MessageDigest.isEqual(
                        secret, authorization.substring(SCHEME.length()).getBytes(StandardCharsets.UTF_8));
    }

    /** Value of the header that shows it. */
    String authorization() {
        return SCHEME + new String(secret, StandardCharsets.UTF_8);
    }

    /** Says nothing of the content. */
    @Override
    public String toString() {
        return "token";
    }
}
