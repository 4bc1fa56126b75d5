package org.rfaas.offload.worker;

import java.lang.foreign.MemorySegment;
import java.util.List;

/** Memory on a worker that outlives invocations. */
public interface ResidentPort extends AutoCloseable {
    int id();

    long bytes();

    /**
     * Writes parts one after the other, one-sided; the next submission sees it. They may be used again on return. Many parts in
     * one call cost as much as one that is as long.
     */
    void write(long offset, List<MemorySegment> parts);

    @Override
    void close();
}
