package org.rfaas.lease;

import java.security.SecureRandom;
import java.util.Locale;

/** Identity of a lease, unique for the life of a cluster key. */
public record LeaseId(long value) {
    private static final int DIGITS = 16;
    private static final SecureRandom RANDOM = new SecureRandom();

    /** A new one; random, so that a certificate of one resource manager never names another's lease. */
    public static LeaseId random() {
        return new LeaseId(RANDOM.nextLong());
    }

    /**
     * Reads what {@link #toString} writes.
     *
     * @throws IllegalArgumentException when it is not {@value #DIGITS} hexadecimal digits
     */
    public static LeaseId parse(String text) {
        if (!text.matches("[0-9a-fA-F]{" + DIGITS + "}")) {
            throw new IllegalArgumentException("a lease is named by " + DIGITS + " hexadecimal digits");
        }
        return new LeaseId(Long.parseUnsignedLong(text, 16));
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%016x", value);
    }
}
