package org.rfaas.executor.manager;

import java.util.List;
import org.rfaas.executor.pipe.FunctionRules;

/**
 * What functions may do on a node.
 *
 * @param maxCodeBytes longest code a client may send
 * @param nodeCache whether the node keeps code that executors have got
 * @param maxDeadlineNs longest invocation, {@link Long#MAX_VALUE} for no end
 * @param cpus processors to pin workers to, one a core of the node; empty to pin none
 */
public record FunctionOptions(long maxCodeBytes, boolean nodeCache, long maxDeadlineNs, List<Integer> cpus) {
    public FunctionOptions {
        cpus = List.copyOf(cpus);
    }

    /**
     * The rules for a lease.
     *
     * @param deadlineNs that its client wishes
     * @param cpus of its workers
     */
    FunctionRules rules(long deadlineNs, List<Integer> cpus) {
        return new FunctionRules(maxCodeBytes, nodeCache, Math.min(deadlineNs, maxDeadlineNs), cpus);
    }
}
