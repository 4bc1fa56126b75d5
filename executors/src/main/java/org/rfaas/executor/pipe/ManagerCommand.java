package org.rfaas.executor.pipe;

import org.rfaas.lease.EndReason;
import org.rfaas.lease.LeaseId;

/** What an executor manager tells an executor. */
public sealed interface ManagerCommand {
    /**
     * Serve this lease; sent once.
     *
     * @param lease for logs and answers
     * @param token secret that clients show when they connect, {@value #TOKEN_BYTES} bytes
     * @param fabric provider to listen on
     * @param listenAt location to listen at in the provider's notation, or empty for a free one
     * @param workers one a leased core
     * @param slots input slots a worker
     * @param slotBytes payload capacity of a slot
     * @param hotTimeoutNs how long a worker polls after an invocation before it blocks; 0 is always warm, {@link
     *     Long#MAX_VALUE} always hot
     */
    record Assign(
            LeaseId lease,
            byte[] token,
            String fabric,
            String listenAt,
            int workers,
            int slots,
            int slotBytes,
            long hotTimeoutNs)
            implements ManagerCommand {
        public static final int TOKEN_BYTES = 16;

        public Assign {
            if (token.length != TOKEN_BYTES || workers < 1 || slots < 1 || slotBytes < 1 || hotTimeoutNs < 0) {
                throw new IllegalArgumentException("assignment of lease " + lease + " is out of range");
            }
        }
    }

    /**
     * The lease ends: finish invocations that run, answer further ones with {@code LEASE_ENDED}, exit when the client has
     * disconnected or the grace is over.
     */
    record End(EndReason reason, long graceMs) implements ManagerCommand {}
}
