package org.rfaas.offload.kernel;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * A window on an array of {@code int}, addressed with the indices of the whole array.
 *
 * <p>Final with final fields, so that a loop over it compiles to the loop over the memory behind it: a Java array on the
 * rank, resident or slot memory on a worker. An index outside of the window is an {@link IndexOutOfBoundsException}. Not
 * synchronised; never allocates.
 */
public final class IntSpan {
    private static final ValueLayout.OfInt ELEMENT = ValueLayout.JAVA_INT_UNALIGNED;

    private final MemorySegment elements;
    private final long origin;

    /**
     * A window.
     *
     * @param elements the window's memory, a multiple of 4 bytes, native byte order
     * @param origin index of its first element in the whole array
     */
    public IntSpan(MemorySegment elements, long origin) {
        this.elements = elements;
        this.origin = origin;
    }

    /** A window on all of an array. */
    public static IntSpan of(int[] array) {
        return new IntSpan(MemorySegment.ofArray(array), 0);
    }

    /** Index of the first element. */
    public long origin() {
        return origin;
    }

    /** Number of elements. */
    public long length() {
        return elements.byteSize() / 4;
    }

    public int get(long index) {
        return elements.getAtIndex(ELEMENT, index - origin);
    }

    public void set(long index, int value) {
        elements.setAtIndex(ELEMENT, index - origin, value);
    }
}
