package org.rfaas.executor.pipe;

import java.util.List;
import java.util.Optional;
import org.rfaas.fabric.CompletionWaiter;
import org.rfaas.fabric.FabricSettings;
import org.rfaas.function.FunctionKey;
import org.rfaas.lease.AccessToken;
import org.rfaas.lease.EndReason;
import org.rfaas.lease.LeaseId;
import org.rfaas.wire.SlotLayout;

/** What an executor manager tells an executor. */
public sealed interface ExecutorCommand {
    /**
     * Serve this lease; sent once.
     *
     * @param lease for logs and answers
     * @param token secret that clients show when they connect
     * @param fabric provider to listen on
     * @param settings what to open it with
     * @param listenAt location to listen at in the provider's notation, or empty for a free one
     * @param workers one a leased core
     * @param cpus processor of each worker, in its order, to be pinned to; empty to leave that to the operating system
     * @param layout of a worker's slots
     * @param dataBytes memory for the slots and resident buffers of all workers
     * @param hotTimeoutNs how long a worker polls after an invocation before it blocks; 0 is always warm, {@link
     *     Long#MAX_VALUE} always hot, {@link CompletionWaiter#ADAPTIVE} while it pays
     * @param connectTimeoutNs how long the client may take to its first worker, and from one to the next
     * @param rules for functions
     */
    record Assign(
            LeaseId lease,
            AccessToken token,
            String fabric,
            FabricSettings settings,
            String listenAt,
            int workers,
            List<Integer> cpus,
            SlotLayout layout,
            long dataBytes,
            long hotTimeoutNs,
            long connectTimeoutNs,
            FunctionRules rules)
            implements ExecutorCommand {
        public Assign {
            if (workers < 1
                    || (!cpus.isEmpty() && cpus.size() != workers)
                    || dataBytes < 0
                    || hotTimeoutNs < CompletionWaiter.ADAPTIVE
                    || connectTimeoutNs < 1) {
                throw new IllegalArgumentException("assignment of lease " + lease + " is out of range");
            }
            cpus = List.copyOf(cpus);
        }
    }

    /**
     * Serve nobody's lease, so that the next one is served warm: as {@link Assign}, but what is done counts for nobody, and
     * another command follows the {@link ExecutorReport.WarmedUp} at its end.
     *
     * @param isLast whether no other warm-up follows
     */
    record WarmUp(Assign assignment, boolean isLast) implements ExecutorCommand {}

    /** What the node has under a key that the executor asked for; empty when it has nothing. */
    record Code(FunctionKey key, Optional<byte[]> code) implements ExecutorCommand {}

    /**
     * The lease ends: finish invocations that run, answer further ones with {@code LEASE_ENDED}, exit when the client has
     * disconnected or the grace is over.
     */
    record End(EndReason reason, long graceMs) implements ExecutorCommand {}
}
