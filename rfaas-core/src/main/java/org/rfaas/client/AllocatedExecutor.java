package org.rfaas.client;

import org.rfaas.fabric.FabricAddress;
import org.rfaas.lease.AccessToken;

/**
 * An executor that waits for its client.
 *
 * @param address where it listens, one connection a worker
 * @param token what to show it
 */
public record AllocatedExecutor(FabricAddress address, AccessToken token) {}
