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

    /**
     * Gives a part of the input back to the client, as it is when the function returns, without a copy to the output. The
     * client finds it where it had composed it; what is changed elsewhere in the input may reach it or not. Of several calls the
     * last one counts, and none if the function throws.
     *
     * @param offset from the beginning of {@link #input}
     * @throws IndexOutOfBoundsException when the part is not inside of the input
     */
    void returnInput(long offset, long bytes);

    /** Where the output goes, 64-byte aligned; its former content is undefined. */
    MemorySegment output();

    /**
     * Resident buffer of this worker.
     *
     * @throws IllegalArgumentException when the client did not allocate such a buffer on this worker
     */
    MemorySegment resident(int bufferId);
}
