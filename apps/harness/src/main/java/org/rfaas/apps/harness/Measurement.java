package org.rfaas.apps.harness;

import java.util.Optional;

/**
 * The same work without offloading, with it, or both; at least one of them.
 *
 * @param alone without
 * @param offloaded with
 */
public record Measurement<T>(Optional<Timed<T>> alone, Optional<Timed<T>> offloaded) {
    public Measurement {
        if (alone.isEmpty() && offloaded.isEmpty()) {
            throw new IllegalArgumentException("nothing was run");
        }
    }

    /** The last that was run. */
    public Timed<T> last() {
        return offloaded.or(() -> alone).orElseThrow();
    }
}
