package org.rfaas.executor;

import java.lang.foreign.MemorySegment;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import org.rfaas.fabric.Access;
import org.rfaas.fabric.Fabric;
import org.rfaas.fabric.MemoryRegion;

/** Resident buffers of one worker. Worker's thread only. */
final class ResidentBuffers implements AutoCloseable {
    private final Fabric fabric;
    private final DataMemory memory;
    private final Map<Integer, Held> buffers = new HashMap<>();
    private int lastId;

    ResidentBuffers(Fabric fabric, DataMemory memory) {
        this.fabric = fabric;
        this.memory = memory;
    }

    private record Held(MemoryRegion region, DataMemory.Share share) implements AutoCloseable {
        @Override
        public void close() {
            try (share) {
                region.close();
            }
        }
    }

    /** A buffer and its name. */
    record Named(int bufferId, MemoryRegion region) {}

    /**
     * A new buffer.
     *
     * @throws LeaseMemoryException when the lease's memory does not suffice
     * @throws org.rfaas.fabric.FabricException when the machine's does not
     */
    Named allocate(long bytes) {
        DataMemory.Share share = memory.take(bytes);
        MemoryRegion region;
        try {
            region = fabric.allocate(bytes, EnumSet.of(Access.REMOTE_READ, Access.REMOTE_WRITE));
        } catch (RuntimeException e) {
            share.close();
            throw e;
        }
        lastId++;
        buffers.put(lastId, new Held(region, share));
        return new Named(lastId, region);
    }

    MemorySegment segment(int bufferId) {
        return held(bufferId).region().segment();
    }

    void free(int bufferId) {
        held(bufferId).close();
        buffers.remove(bufferId);
    }

    private Held held(int bufferId) {
        Held held = buffers.get(bufferId);
        if (held == null) {
            throw new IllegalArgumentException("this worker has no resident buffer " + bufferId);
        }
        return held;
    }

    @Override
    public void close() {
        buffers.values().forEach(Held::close);
        buffers.clear();
    }
}
