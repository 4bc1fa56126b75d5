package org.rfaas.fabric.disni;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.rfaas.fabric.FabricException;

/** Waits for what another thread does. */
final class Waiting {
    private Waiting() {}

    static <T> T get(CompletableFuture<T> future) {
        try {
            return future.get();
        } catch (InterruptedException e) {
            throw interrupted(e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof FabricException cause
                    ? cause
                    : new FabricException("a task failed: " + e.getCause(), e.getCause());
        }
    }

    static FabricException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new FabricException("interrupted while connecting", e);
    }
}
