package org.rfaas.executor.process;

import java.io.IOException;
import org.rfaas.executor.usage.UsageBox;
import org.rfaas.executor.usage.UsageStore;

/**
 * Where a node's executors count what they do.
 *
 * @param store stays the caller's
 * @param workers the most one executor can have; what it will have is not known when it starts
 */
public record ExecutorUsage(UsageStore store, int workers) {
    UsageBox newBox() throws IOException {
        return store.newBox(workers);
    }
}
