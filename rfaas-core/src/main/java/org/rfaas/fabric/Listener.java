package org.rfaas.fabric;

import java.time.Duration;
import java.util.Optional;

/** Accepts connections. Any thread may call any method. */
public interface Listener extends AutoCloseable {
    /** Where peers connect to. */
    FabricAddress address();

    /**
     * Waits for the next connection request. A peer that breaks the protocol is disconnected with one log line and does
     * not surface here.
     *
     * @return empty when the time is up or the listener is closed
     */
    Optional<ConnectionRequest> accept(Duration timeout);

    @Override
    void close();
}
