package org.rfaas.offload.kernel;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * A window on an array of {@code double}, addressed with the indices of the whole array.
 *
 * <p>Final with final fields, so that a loop over it compiles to the loop over the memory behind it: a Java array on the
 * rank, resident or slot memory on a worker. An index outside of the window is an {@link IndexOutOfBoundsException}. Not
 * synchronised; never allocates.
 */
public final class DoubleSpan {
    private static final ValueLayout.OfDouble ELEMENT = ValueLayout.JAVA_DOUBLE_UNALIGNED;

    private final MemorySegment elements;
    private final long origin;

    /**
     * A window.
     *
     * @param elements the window's memory, a multiple of 8 bytes, native byte order
     * @param origin index of its first element in the whole array
     */
    public DoubleSpan(MemorySegment elements, long origin) {
        this.elements = elements;
        this.origin = origin;
    }

    /** A window on all of an array. */
    public static DoubleSpan of(double[] array) {
        return new DoubleSpan(MemorySegment.ofArray(array), 0);
    }

    /** Index of the first element. */
    public long origin() {
        return origin;
    }

    /** Number of elements. */
    public long length() {
        return elements.byteSize() / 8;
    }

    public double get(long index) {
        return elements.getAtIndex(ELEMENT, index - origin);
    }

    public void set(long index, double value) {
        elements.setAtIndex(ELEMENT, index - origin, value);
    }
}
