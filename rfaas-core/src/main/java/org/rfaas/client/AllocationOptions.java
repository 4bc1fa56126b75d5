package org.rfaas.client;

import java.time.Duration;
import java.util.List;
import org.rfaas.fabric.FabricOffer;
import org.rfaas.wire.SlotLayout;

/**
 * How an executor shall be.
 *
 * @param layout input slots of each worker, and result slots on this side
 * @param hotTimeoutNs how long a worker polls after an invocation before it blocks; 0 is always warm, {@link
 *     Long#MAX_VALUE} always hot, {@link org.rfaas.fabric.CompletionWaiter#ADAPTIVE} while it pays
 * @param deadlineNs how long an invocation may run before its executor is ended, {@link Long#MAX_VALUE} for no end; the node
 *     may allow less
 * @param offers providers to reach it with, best first; the node takes the first that it has in common
 * @param startTimeout for the executor to be ready
 * @param controlTimeout for connecting, and for each answer of the executor manager
 */
public record AllocationOptions(
        SlotLayout layout,
        long hotTimeoutNs,
        long deadlineNs,
        List<FabricOffer> offers,
        Duration startTimeout,
        Duration controlTimeout) {
    public AllocationOptions {
        offers = List.copyOf(offers);
        if (deadlineNs <= 0) {
            throw new IllegalArgumentException("a deadline of " + deadlineNs + " ns");
        }
        if (offers.isEmpty()) {
            throw new IllegalArgumentException("an executor that no provider shall reach");
        }
    }
}
