package org.rfaas.offload.worker;

import java.lang.foreign.MemorySegment;

/** Memory on a worker that outlives invocations. */
public interface ResidentPort extends AutoCloseable {
    int id();

    long bytes();

    /** Writes one-sided; the next submission sees it. {@code from} may be used again on return. */
    void write(long offset, MemorySegment from);

    @Override
    void close();
}
