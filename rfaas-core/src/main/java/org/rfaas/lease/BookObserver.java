package org.rfaas.lease;

/**
 * Hears of every change of a {@link LeaseBook}, in order, on the thread that makes it and while the book is locked: take
 * note, return quickly, and call nothing back. Exceptions are not expected.
 */
public interface BookObserver {
    /** A node has come, or its capacity, what of it is free, or its status has changed; this is how it is now. */
    default void nodeChanged(NodeTable.Row node) {}

    /** An operator removed a node. */
    default void nodeRemoved(String nodeName) {}

    default void granted(LeaseCertificate lease) {}

    /** This certificate, which ends later, replaces the former one. */
    default void renewed(LeaseCertificate lease) {}

    /**
     * The node says that an executor serves this lease. Also the first word of a lease that the book did not know, or had
     * given up as lost.
     */
    default void held(LeaseCertificate lease) {}

    /** Over for its client; its cores are still held. Also when its grace was shortened. */
    default void ending(LeaseCertificate lease, EndReason reason) {}

    /** Over, and its cores are free. The last word of a lease, unless its node was lost and still {@link #held} it. */
    default void ended(LeaseCertificate lease, EndReason reason) {}
}
