package org.rfaas.fabric.verbs;

import java.lang.foreign.MemorySegment;
import java.util.Optional;
import org.rfaas.fabric.RegionDescriptor;
import org.rfaas.fabric.RemoteRegion;

/** A peer's region: an address and a key, which the peer's device checks. */
final class VerbsRemoteRegion implements RemoteRegion {
    private final VerbsQueuePair queuePair;
    private final RegionDescriptor descriptor;
    private final long address;
    private final int rkey;

    VerbsRemoteRegion(VerbsQueuePair queuePair, RegionDescriptor descriptor) {
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

    boolean belongsTo(VerbsQueuePair candidate) {
        return queuePair == candidate;
    }

    @Override
    public void close() {
        // nothing is held
    }
}
