package org.rfaas.fabric;

import java.lang.foreign.MemorySegment;

/**
 * Local memory registered with a fabric.
 *
 * <p>After {@link #close} the segment is inaccessible and one-sided work of peers that names the region ends with {@link
 * WorkStatus#REMOTE_ACCESS_ERROR}. It must not be closed while local work on it is outstanding.
 */
public interface MemoryRegion extends AutoCloseable {
    /** The memory, page aligned. */
    MemorySegment segment();

    /** What a peer needs to address this region. */
    RegionDescriptor descriptor();

    default long bytes() {
        return segment().byteSize();
    }

    @Override
    void close();
}
