package org.rfaas.config;

import java.nio.file.Path;
import java.util.Optional;
import org.rfaas.function.NativeLibrary;

/**
 * Those keys {@code executor-manager.*} that are about functions.
 *
 * @param maxCodeBytes longest code a client may send
 * @param codeCache folder for code that the node keeps; empty for one in the user's cache folder
 * @param codeCacheBytes how much it keeps; 0 for nothing
 * @param maxDeadlineNs longest invocation, {@link Long#MAX_VALUE} for no end
 */
public record FunctionConfig(long maxCodeBytes, Optional<Path> codeCache, long codeCacheBytes, long maxDeadlineNs) {
    public FunctionConfig {
        if (maxCodeBytes < 1 || maxCodeBytes > NativeLibrary.MAX_BYTES) {
            throw new IllegalArgumentException(
                    "executor-manager.max-code-size is not in 1.." + NativeLibrary.MAX_BYTES);
        }
        if (codeCacheBytes < 0) {
            throw new IllegalArgumentException("executor-manager.code-cache-size is negative");
        }
        if (maxDeadlineNs <= 0) {
            throw new IllegalArgumentException("executor-manager.max-deadline is not positive");
        }
    }
}
