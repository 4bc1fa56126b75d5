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
 *     Long#MAX_VALUE} always hot
 * @param offers providers to reach it with, best first; the node takes the first that it has in common
 * @param startTimeout for the executor to be ready
 * @param controlTimeout for connecting, and for each answer of the executor manager
 */
public record AllocationOptions(
        SlotLayout layout,
        long hotTimeoutNs,
        List<FabricOffer> offers,
        Duration startTimeout,
        Duration controlTimeout) {
    public AllocationOptions {
        offers = List.copyOf(offers);
        if (offers.isEmpty()) {
            throw new IllegalArgumentException("an executor that no provider shall reach");
        }
    }
}
