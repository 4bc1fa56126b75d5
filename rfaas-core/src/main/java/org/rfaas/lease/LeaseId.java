package org.rfaas.lease;

/** Identity of a lease, unique for the life of a cluster key. */
public record LeaseId(long value) {
    @Override
    public String toString() {
        return String.format("%016x", value);
    }
}
