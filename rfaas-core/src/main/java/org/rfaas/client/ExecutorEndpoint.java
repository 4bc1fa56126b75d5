package org.rfaas.client;

import org.rfaas.fabric.FabricAddress;
import org.rfaas.lease.AccessToken;
import org.rfaas.wire.SlotLayout;

/**
 * How to reach an executor that was allocated for us.
 *
 * @param address where it listens
 * @param token secret that proves the allocation is ours
 * @param workers how many workers it has
 * @param slotLayout input slots of each worker, and result slots on this side
 */
public record ExecutorEndpoint(FabricAddress address, AccessToken token, int workers, SlotLayout slotLayout) {
    public ExecutorEndpoint {
        if (workers < 1) {
            throw new IllegalArgumentException("an executor with " + workers + " workers");
        }
    }
}
