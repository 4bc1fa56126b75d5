package org.rfaas.fabric.tcp;

import java.lang.foreign.MemorySegment;
import java.util.Optional;
import org.rfaas.fabric.RegionDescriptor;
import org.rfaas.fabric.RemoteRegion;

/** What a peer said of a region; the peer itself checks every access. */
final class TcpRemoteRegion implements RemoteRegion {
    private final TcpQueuePair queuePair;
    private final RegionDescriptor descriptor;

    private volatile boolean closed;

    TcpRemoteRegion(TcpQueuePair queuePair, RegionDescriptor descriptor) {
        this.queuePair = queuePair;
        this.descriptor = descriptor;
    }

    @Override
    public RegionDescriptor descriptor() {
        return descriptor;
    }

    @Override
    public Optional<MemorySegment> pointer() {
        return Optional.empty();
    }

    boolean belongsTo(TcpQueuePair candidate) {
        return queuePair == candidate;
    }

    /** False once it is closed at this end. */
    boolean isOpen() {
        return !closed;
    }

    int key() {
        return descriptor.rkey();
    }

    long address(long offset) {
        return descriptor.address() + offset;
    }

    @Override
    public void close() {
        closed = true;
    }
}
