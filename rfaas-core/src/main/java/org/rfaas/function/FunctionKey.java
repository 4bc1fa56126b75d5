package org.rfaas.function;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/** Identity of code: the SHA-256 of an encoded bundle, or of the file of a shared library. */
public final class FunctionKey {
    public static final int BYTES = 32;

    private final byte[] digest;

    private FunctionKey(byte[] digest) {
        this.digest = digest;
    }

    /** Key of an encoded bundle, or of a shared library's file. */
    public static FunctionKey of(byte[] code) {
        try {
            return new FunctionKey(MessageDigest.getInstance("SHA-256").digest(code));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /**
     * A key received from a peer.
     *
     * @throws IllegalArgumentException when the length is not {@value #BYTES}
     */
    public static FunctionKey ofDigest(byte[] digest) {
        if (digest.length != BYTES) {
            throw new IllegalArgumentException("a function key has " + BYTES + " bytes, not " + digest.length);
        }
        return new FunctionKey(digest.clone());
    }

    public byte[] digest() {
        return digest.clone();
    }

    /** All 64 hexadecimal digits, as {@code sha256sum} prints them. */
    public String hex() {
        return HexFormat.of().formatHex(digest);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof FunctionKey key && Arrays.equals(digest, key.digest);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(digest);
    }

    /** First 12 hexadecimal digits, as logs show it. */
    @Override
    public String toString() {
        return HexFormat.of().formatHex(digest, 0, 6);
    }
}
