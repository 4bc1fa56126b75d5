package org.rfaas.lease;

/** What can happen to a lease. Times are milliseconds since the epoch. */
public sealed interface LeaseEvent {
    /** The resource manager issued a later certificate of the same lease. */
    record Renewed(LeaseCertificate certificate) implements LeaseEvent {}

    /** The clock shows this time. */
    record TimePassed(long nowMs) implements LeaseEvent {}

    /** The client gave the lease back, or the resource manager takes it back. */
    record EndAsked(EndReason reason) implements LeaseEvent {}

    /** The node says that nothing of the lease runs any more. */
    record EndReported(EndReason reason) implements LeaseEvent {}

    /** The node is gone, with all that ran on it. */
    record NodeLost() implements LeaseEvent {}
}
