package org.rfaas.fabric.tcp;

import java.lang.foreign.MemorySegment;
import java.util.Optional;
import org.rfaas.fabric.RegionDescriptor;
import org.rfaas.fabric.RemoteRegion;

/** What a peer said of a region; the peer itself checks every access. */
final class TcpRemoteRegion implements RemoteRegion {
    /** No region has this key. */
    private static final int CLOSED_KEY = 0;

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

    boolean isOpen() {
        return !closed;
    }

    /** The key to send: one the peer must refuse when this end was closed, so that errors keep their order. */
    int key() {
        return closed ? CLOSED_KEY : descriptor.rkey();
    }

    long address(long offset) {
        return descriptor.address() + offset;
    }

    @Override
    public void close() {
        closed = true;
    }
}
