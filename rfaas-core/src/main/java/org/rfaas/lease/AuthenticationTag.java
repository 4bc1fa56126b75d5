package org.rfaas.lease;

import java.security.MessageDigest;
import java.util.Arrays;

/** An HMAC-SHA-256 under the cluster key. Comparison takes the same time wherever two tags differ. */
public final class AuthenticationTag {
    public static final int BYTES = 32;

    private final byte[] bytes;

    private AuthenticationTag(byte[] bytes) {
        this.bytes = bytes;
    }

    /**
     * A tag as it was computed or received.
     *
     * @throws IllegalArgumentException when the length is not {@value #BYTES}
     */
    public static AuthenticationTag of(byte[] bytes) {
        if (bytes.length != BYTES) {
            throw new IllegalArgumentException("an authentication tag has " + BYTES + " bytes, not " + bytes.length);
        }
        return new AuthenticationTag(bytes.clone());
    }

    public byte[] bytes() {
        return bytes.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof AuthenticationTag tag && MessageDigest.isEqual(bytes, tag.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    /** Says nothing of the content. */
    @Override
    public String toString() {
        return "tag";
    }
}
