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
    private final Map<Integer, MemoryRegion> regions = new HashMap<>();
    private int lastId;

    ResidentBuffers(Fabric fabric) {
        this.fabric = fabric;
    }

    /** A buffer and its name. */
    record Named(int bufferId, MemoryRegion region) {}

    Named allocate(long bytes) {
        MemoryRegion region = fabric.allocate(bytes, EnumSet.of(Access.REMOTE_READ, Access.REMOTE_WRITE));
        lastId++;
        regions.put(lastId, region);
        return new Named(lastId, region);
    }

    MemorySegment segment(int bufferId) {
        return region(bufferId).segment();
    }

    void free(int bufferId) {
        region(bufferId).close();
        regions.remove(bufferId);
    }

    private MemoryRegion region(int bufferId) {
        MemoryRegion region = regions.get(bufferId);
        if (region == null) {
            throw new IllegalArgumentException("this worker has no resident buffer " + bufferId);
        }
        return region;
    }

    @Override
    public void close() {
        regions.values().forEach(MemoryRegion::close);
        regions.clear();
    }
}
