package org.rfaas.fabric;

import java.time.Duration;
import java.util.Set;

/**
 * An opened provider: owner of memory regions, completion queues, listeners and queue pairs, all of which it closes when
 * it is closed.
 *
 * <p>All methods are control path: they may allocate, block and throw {@link FabricException}; they may be called from
 * any thread.
 */
public interface Fabric extends AutoCloseable {
    /** Name of the provider. */
    String provider();

    FabricCapabilities capabilities();

    /**
     * Allocates zeroed memory and registers it.
     *
     * @param bytes length, at least 1
     * @param access what peers may do with it; local access is always permitted
     * @throws FabricException when memory, lock limits or space do not suffice
     */
    MemoryRegion allocate(long bytes, Set<Access> access);

    /**
     * Creates a completion queue.
     *
     * @param depth sum of the depths of the queue pairs that will use it, receives included
     */
    CompletionQueue createCompletionQueue(int depth);

    /**
     * Begins to listen.
     *
     * @param location the provider's notation, or empty for a free location of the provider's choice
     * @throws FabricException when the location is in use or does not belong to this machine
     */
    Listener listen(String location);

    /**
     * Connects a queue pair.
     *
     * @param privateData handed to the accepting side, at most {@link FabricCapabilities#maxPrivateDataBytes}
     * @throws FabricException when nobody listens there, the peer rejects (with its reason), the protocol versions
     *     differ, or the time is up
     */
    QueuePair connect(FabricAddress peer, QueuePairOptions options, byte[] privateData, Duration timeout);

    /** Closes everything this fabric made. Idempotent. */
    @Override
    void close();
}
