package org.rfaas.executor.manager;

import org.rfaas.executor.pipe.FunctionRules;

/**
 * What functions may do on a node.
 *
 * @param maxCodeBytes longest code a client may send
 * @param nodeCache whether the node keeps code that executors have got
 * @param maxDeadlineNs longest invocation, {@link Long#MAX_VALUE} for no end
 */
public record FunctionOptions(long maxCodeBytes, boolean nodeCache, long maxDeadlineNs) {
    /**
     * The rules for a lease.
     *
     * @param deadlineNs that its client wishes
     */
    FunctionRules rules(long deadlineNs) {
        return new FunctionRules(maxCodeBytes, nodeCache, Math.min(deadlineNs, maxDeadlineNs));
    }
}
