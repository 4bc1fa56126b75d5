package org.rfaas.offload.woven;

import java.lang.foreign.MemorySegment;

/** A loop's body as workers run it: straight over memory. Has no state; a worker may keep one for all calls. */
public interface RemoteBody {
    /**
     * Runs iterations {@code from <= k < to}, of which the loop variable is {@code start + step * k}; an index outside of
     * a window throws.
     *
     * @param windows one a use, in native byte order: elements, or rows one after the other
     * @param origins one a use: which element, or row, of the array its window begins with
     * @param rowLengths one a use: elements a row, 0 when it is no array of rows
     * @param scalars raw bits, as the call gave them
     * @param results raw bits, one a reduction: on entry what to start with, on return with this part's contributions
     * @param start of the call
     */
    void run(
            MemorySegment[] windows,
            long[] origins,
            int[] rowLengths,
            long[] scalars,
            long[] results,
            int start,
            int from,
            int to);
}
