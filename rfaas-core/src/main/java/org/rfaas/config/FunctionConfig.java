package org.rfaas.config;

import org.rfaas.function.NativeLibrary;

/**
 * Those keys {@code executor-manager.*} that are about functions.
 *
 * @param maxCodeBytes longest code a client may send
 * @param maxDeadlineNs longest invocation, {@link Long#MAX_VALUE} for no end
 */
public record FunctionConfig(long maxCodeBytes, long maxDeadlineNs) {
    public FunctionConfig {
        if (maxCodeBytes < 1 || maxCodeBytes > NativeLibrary.MAX_BYTES) {
            throw new IllegalArgumentException(
                    "executor-manager.max-code-size is not in 1.." + NativeLibrary.MAX_BYTES);
        }
        if (maxDeadlineNs <= 0) {
            throw new IllegalArgumentException("executor-manager.max-deadline is not positive");
        }
    }
}
