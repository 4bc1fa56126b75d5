package org.rfaas.offload.plan;

/** What the iterations of a loop do with an array. */
public enum Access {
    /** They only read it. */
    READ,
    /** They write every element of their footprint, or the same {@link Columns} of all its rows, and read none of it. */
    WRITE,
    /** They read their footprint, and write some or all of it. */
    UPDATE;

    /** Whether elements change. */
    public boolean writes() {
        return this != READ;
    }
}
