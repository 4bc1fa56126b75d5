package org.rfaas.offload.kernel;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * Where a worker spreads out the packed windows of an invocation. Grows to what the largest invocation took and no further
 * than {@link LoopFrame#MAX_SPREAD_BYTES}; a block that has become too small is the collector's.
 */
final class Scratch {
    private MemorySegment block = MemorySegment.NULL;
    private long next;
    private long takenBytes;

    /** Starts an invocation; what was taken before is not used any more. */
    void clear() {
        next = 0;
        takenBytes = 0;
    }

    /**
     * Memory for one window, with anything in it.
     *
     * @throws IllegalArgumentException when the invocation takes too much
     */
    MemorySegment take(long bytes) {
        takenBytes += bytes;
        if (takenBytes > LoopFrame.MAX_SPREAD_BYTES) {
            throw new IllegalArgumentException("loop frame: packed windows of " + takenBytes
                    + " bytes together; a worker spreads out at most " + LoopFrame.MAX_SPREAD_BYTES);
        }
        if (bytes > block.byteSize() - next) {
            // windows of this invocation stay in the old block, those of the next all fit the new one
            long needed = LoopFrame.align(takenBytes) + (long) LoopFrame.MAX_ARGUMENTS * 64;
            block = Arena.ofAuto().allocate(Long.highestOneBit(needed) * 2, 64);
            next = 0;
        }
        MemorySegment window = block.asSlice(next, bytes);
        next = LoopFrame.align(next + bytes);
        return window;
    }
}
