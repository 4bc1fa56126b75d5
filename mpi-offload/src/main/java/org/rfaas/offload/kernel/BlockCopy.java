package org.rfaas.offload.kernel;

import java.lang.foreign.MemorySegment;

/** Copies equally long blocks between memory where they lie apart and memory where they lie packed. No allocation. */
public final class BlockCopy {
    private BlockCopy() {}

    /**
     * Copies blocks; all quantities in bytes.
     *
     * @param fromStride distance of blocks in {@code from}
     * @param intoStride distance of blocks in {@code into}
     * @param bytes length of the blocks together, a multiple of {@code block}
     */
    public static void copy(
            MemorySegment from,
            long fromOffset,
            long fromStride,
            MemorySegment into,
            long intoOffset,
            long intoStride,
            long block,
            long bytes) {
        if (fromStride == block && intoStride == block) {
            MemorySegment.copy(from, fromOffset, into, intoOffset, bytes);
            return;
        }
        long source = fromOffset;
        long target = intoOffset;
        for (long done = 0; done < bytes; done += block) {
            MemorySegment.copy(from, source, into, target, block);
            source += fromStride;
            target += intoStride;
        }
    }
}
