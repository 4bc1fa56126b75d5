package org.rfaas.executor.pipe;

import java.util.List;

/**
 * What functions of a lease may do and where they run.
 *
 * @param maxCodeBytes longest code that is accepted
 * @param nodeCache whether the manager keeps code for the node and can be asked for it
 * @param deadlineNs longest invocation; {@link Long#MAX_VALUE} for no end
 * @param cpus processor of each worker, in its order, to be pinned to; empty to leave that to the operating system
 */
public record FunctionRules(long maxCodeBytes, boolean nodeCache, long deadlineNs, List<Integer> cpus) {
    public FunctionRules {
        if (maxCodeBytes < 0 || maxCodeBytes > Integer.MAX_VALUE || deadlineNs <= 0) {
            throw new IllegalArgumentException("rules for functions are out of range");
        }
        cpus = List.copyOf(cpus);
    }

    /** No limits, no cache, no pinning. */
    public static FunctionRules none() {
        return new FunctionRules(Integer.MAX_VALUE, false, Long.MAX_VALUE, List.of());
    }
}
