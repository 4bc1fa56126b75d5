package org.rfaas.function;

import java.lang.foreign.MemorySegment;

/**
 * One call of a function as the function sees it. Valid until the function returns. The memory is what the client wrote
 * by RDMA and what goes back to it: nothing is copied on the worker.
 */
public interface Invocation {
    /** The slot's whole input area, 64-byte aligned; the first {@link #inputBytes} bytes are the input. */
    MemorySegment input();

    /** Length of the input, 0 to {@code input().byteSize()}. */
    int inputBytes();

    /** Where the output goes, 64-byte aligned; its former content is undefined. */
    MemorySegment output();

    /**
     * Resident buffer of this worker.
     *
     * @throws IllegalArgumentException when the client did not allocate such a buffer on this worker
     */
    MemorySegment resident(int bufferId);
}
