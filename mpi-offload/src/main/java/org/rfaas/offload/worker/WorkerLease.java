package org.rfaas.offload.worker;

import java.util.List;

/** Some workers on one node until a time. Its text names the lease and the node, for people. */
public interface WorkerLease extends AutoCloseable {
    /** Its workers; whoever holds the lease asks once. */
    List<WorkerPort> workers();

    /** Time until it ends, ns; 0 or less when it has ended. */
    long remainingNs();

    /**
     * Prolongs it.
     *
     * @throws RuntimeException when that is not possible now, and why; its workers answer until it ends
     */
    void renew();

    /** Runs this once when the lease is about to end before its time, on any thread; at once if it is already. */
    default void whenEnding(Runnable action) {}

    /** Gives it back; the workers must not be used any more. */
    @Override
    void close();
}
