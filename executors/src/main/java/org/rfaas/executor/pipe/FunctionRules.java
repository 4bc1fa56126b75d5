package org.rfaas.executor.pipe;

/**
 * What functions of a lease may do.
 *
 * @param maxCodeBytes longest code that is accepted
 * @param nodeCache whether the manager keeps code for the node and can be asked for it
 * @param deadlineNs longest invocation; {@link Long#MAX_VALUE} for no end
 */
public record FunctionRules(long maxCodeBytes, boolean nodeCache, long deadlineNs) {
    public FunctionRules {
        if (maxCodeBytes < 0 || maxCodeBytes > Integer.MAX_VALUE || deadlineNs <= 0) {
            throw new IllegalArgumentException("rules for functions are out of range");
        }
    }

    /** No limits, no cache. */
    public static FunctionRules none() {
        return new FunctionRules(Integer.MAX_VALUE, false, Long.MAX_VALUE);
    }
}
