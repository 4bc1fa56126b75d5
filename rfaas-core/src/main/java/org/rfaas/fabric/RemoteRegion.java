package org.rfaas.fabric;

import java.lang.foreign.MemorySegment;
import java.util.Optional;

/**
 * A peer's region as seen through one queue pair; made by {@link QueuePair#attach} and released with the queue pair or
 * by {@link #close}.
 *
 * <p>Attaching proves nothing: work on a region that does not exist, is closed, lacks the access right, or is left at
 * either end completes with {@link WorkStatus#REMOTE_ACCESS_ERROR}. Closed is meant of the peer: posting work on one that was
 * closed at this end, by {@link #close}, throws {@link IllegalStateException} while the connection lives.
 */
public interface RemoteRegion extends AutoCloseable {
    RegionDescriptor descriptor();

    /**
     * The peer's memory itself, where {@link FabricCapabilities#remotePointers} says so and the region permits both
     * remote reads and remote writes: loads and stores go straight to the peer. Stores become visible to the peer with
     * the next write-with-immediate or send on the same queue pair.
     */
    Optional<MemorySegment> pointer();

    @Override
    void close();
}
