package org.rfaas.lease;

import java.util.Locale;

/** Identity of a lease, unique for the life of a cluster key. */
public record LeaseId(long value) {
    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%016x", value);
    }
}
