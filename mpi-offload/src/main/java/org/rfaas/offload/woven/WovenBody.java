package org.rfaas.offload.woven;

import java.nio.Buffer;

/**
 * A {@link RemoteBody} in two more forms, of which HotSpot makes faster code: over direct buffers, where an access costs one
 * check of an {@code int} index that loops get rid of, and over arrays, where loops over floating-point numbers become vector
 * instructions. All forms compute the same bits.
 */
public interface WovenBody extends RemoteBody {
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
     * Like {@link RemoteBody#run}.
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
     * Like {@link RemoteBody#run}.
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
