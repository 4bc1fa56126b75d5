package org.rfaas.lease;

import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;

/** Secret that a client shows to the executor it was given. Comparison takes the same time wherever two differ. */
public final class AccessToken {
    public static final int BYTES = 16;

    private static final SecureRandom RANDOM = new SecureRandom();

    private final byte[] bytes;

    private AccessToken(byte[] bytes) {
        this.bytes = bytes;
    }

    /** A new, unguessable token. */
    public static AccessToken random() {
        byte[] bytes = new byte[BYTES];
        RANDOM.nextBytes(bytes);
        return new AccessToken(bytes);
    }

    /**
     * A token received from a peer.
     *
     * @throws IllegalArgumentException when the length is not {@value #BYTES}
     */
    public static AccessToken of(byte[] bytes) {
        if (bytes.length != BYTES) {
            throw new IllegalArgumentException("an access token has " + BYTES + " bytes, not " + bytes.length);
        }
        return new AccessToken(bytes.clone());
    }

    public byte[] bytes() {
        return bytes.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof AccessToken token && MessageDigest.isEqual(bytes, token.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    /** Says nothing of the content. */
    @Override
    public String toString() {
        return "token";
    }
}
