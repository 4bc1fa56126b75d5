package org.rfaas.fabric;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * What one connection is made of, in the order it was opened. Closed in reverse order, each tried, later failures
 * suppressed: a queue pair goes before the completion queue and the memory it uses. One thread at a time.
 */
public final class OpenResources implements AutoCloseable {
    private final Deque<AutoCloseable> opened = new ArrayDeque<>();

    /** Takes charge of a resource. */
    public <T extends AutoCloseable> T add(T resource) {
        opened.push(resource);
        return resource;
    }

    /**
     * Closes everything because of a failure.
     *
     * @return the failure, with what closing could not do suppressed
     */
    public <T extends Throwable> T closeAfter(T failure) {
        try {
            close();
        } catch (RuntimeException e) {
            failure.addSuppressed(e);
        }
        return failure;
    }

    /** Idempotent. */
    @Override
    public void close() {
        @Nullable RuntimeException first = null;
        for (AutoCloseable resource = opened.poll(); resource != null; resource = opened.poll()) {
            try {
                resource.close();
            } catch (Exception e) {
                if (first == null) {
                    first = e instanceof RuntimeException unchecked
                            ? unchecked
                            : new FabricException("closing " + resource + " failed", e);
                } else {
                    first.addSuppressed(e);
                }
            }
        }
        if (first != null) {
            throw first;
        }
    }
}
