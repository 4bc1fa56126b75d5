package org.rfaas.offload.woven;

import java.lang.foreign.MemorySegment;
import java.nio.Buffer;

/**
 * A loop's body as workers run it, in three forms that compute the same bits: over direct buffers, where an access costs one
 * check of an {@code int} index that loops get rid of; over arrays, where loops over floating-point numbers become vector
 * instructions; and over memory segments, for windows that are too long for buffers.
 *
 * <p>Has no state; a worker may keep one for all calls.
 */
public interface RemoteBody {
    /** Descriptors of the elements' types, one a use: {@code "DDI"}. */
    String elementTypes();

    /** Bit u is set if use u is one of an array of rows. */
    long rows();

    /** Bit u is set if use u writes. */
    long written();

    /**
     * Character u is the number of the use whose origin stands for that of use u in {@link #runOnArrays}. Two accesses of a
     * loop are known to be apart only if the same variable is subtracted from their indices.
     */
    String sharedOrigins();

    /**
     * Runs iterations {@code from <= k < to}, of which the loop variable is {@code start + step * k}, straight over memory; an
     * index outside of a window throws.
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

    /**
     * Like {@link #run}.
     *
     * @param windows buffers of the elements' types, in native byte order; those of uses that may be anywhere in their array
     *     begin with its first element
     */
    void runOnBuffers(
            Buffer[] windows,
            long[] origins,
            int[] rowLengths,
            long[] scalars,
            long[] results,
            int start,
            int from,
            int to);

    /**
     * Like {@link #run}.
     *
     * @param windows arrays of the elements' types, or of rows, no longer than their windows; those with a shared origin have
     *     anything in front of what they hold
     */
    void runOnArrays(
            Object[] windows,
            long[] origins,
            int[] rowLengths,
            long[] scalars,
            long[] results,
            int start,
            int from,
            int to);
}
