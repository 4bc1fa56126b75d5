package org.rfaas.lease;

/** What can happen to a lease. Times are milliseconds since the epoch. */
public sealed interface LeaseEvent {
    /** The resource manager issued a later certificate of the same lease. */
    record Renewed(LeaseCertificate certificate) implements LeaseEvent {}

    /** Its node says that an executor serves it, under this certificate. */
    record Held(LeaseCertificate certificate) implements LeaseEvent {}

    /** Its node, come back, did not name it among the leases that have an executor. */
    record NotHeld() implements LeaseEvent {}

    /** The clock shows this time. */
    record TimePassed(long nowMs) implements LeaseEvent {}

    /**
     * The client gave the lease back, or the resource manager takes it back. Of several graces the shortest counts.
     *
     * @param graceUntilMs until when what runs may go on
     */
    record EndAsked(EndReason reason, long graceUntilMs) implements LeaseEvent {}

    /** The node says that nothing of the lease runs any more, and nothing of it will. */
    record EndReported(EndReason reason) implements LeaseEvent {}

    /** Its node has been silent for too long; it may come back, with the lease still served. */
    record NodeLost() implements LeaseEvent {}

    /** All that ran on its node is gone for certain, and the node accepts no certificate from before. */
    record NodeGone() implements LeaseEvent {}
}
