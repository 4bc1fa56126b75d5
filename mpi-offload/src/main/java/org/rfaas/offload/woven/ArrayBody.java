package org.rfaas.offload.woven;

/**
 * A {@link RemoteBody} in a second form, over arrays with the elements of the windows. It computes the same bits; HotSpot
 * vectorises loops over arrays of floating-point numbers, but not those over memory.
 */
public interface ArrayBody {
    /** Descriptors of the elements' types, one a use: {@code "DDI"}. */
    String elementTypes();

    /** Bit u is set if use u writes. */
    long written();

    /**
     * Like {@link RemoteBody#run}.
     *
     * @param arrays one a use, exactly as long as its window; rows one after the other
     */
    void run(
            Object[] arrays,
            long[] origins,
            int[] rowLengths,
            long[] scalars,
            long[] results,
            int start,
            int from,
            int to);
}
