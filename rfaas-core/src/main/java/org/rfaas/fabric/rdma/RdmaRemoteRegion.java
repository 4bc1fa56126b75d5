package org.rfaas.fabric.rdma;

import java.lang.foreign.MemorySegment;
import java.util.Optional;
import org.rfaas.fabric.RegionDescriptor;
import org.rfaas.fabric.RemoteRegion;

/** A peer's region: an address and a key, which the peer's device checks. */
final class RdmaRemoteRegion implements RemoteRegion {
    private final RdmaQueuePair queuePair;
    private final RegionDescriptor descriptor;
    private final long address;
    private final int rkey;
    private volatile boolean closed;

    RdmaRemoteRegion(RdmaQueuePair queuePair, RegionDescriptor descriptor) {
        this.queuePair = queuePair;
        this.descriptor = descriptor;
        this.address = descriptor.address();
        this.rkey = descriptor.rkey();
    }

    @Override
    public RegionDescriptor descriptor() {
        return descriptor;
    }

    @Override
    public Optional<MemorySegment> pointer() {
        return Optional.empty();
    }

    long address() {
        return address;
    }

    int rkey() {
        return rkey;
    }

    boolean belongsTo(RdmaQueuePair candidate) {
        return queuePair == candidate;
    }

    /** False once it is closed at this end. */
    boolean isOpen() {
        return !closed;
    }

    @Override
    public void close() {
        closed = true;
    }
}
