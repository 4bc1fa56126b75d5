package org.rfaas.offload.array;

import java.lang.foreign.MemorySegment;

/** Primitive arrays as memory. */
final class HeapMemory {
    private HeapMemory() {}

    /**
     * The memory of an array.
     *
     * @throws IllegalArgumentException when it is no array of a primitive type other than {@code boolean}
     */
    static MemorySegment of(Object array) {
        return switch (array) {
            case double[] a -> MemorySegment.ofArray(a);
            case float[] a -> MemorySegment.ofArray(a);
            case int[] a -> MemorySegment.ofArray(a);
            case long[] a -> MemorySegment.ofArray(a);
            case byte[] a -> MemorySegment.ofArray(a);
            case short[] a -> MemorySegment.ofArray(a);
            case char[] a -> MemorySegment.ofArray(a);
            default ->
                throw new IllegalArgumentException(array.getClass().getTypeName() + " is no array of primitives");
        };
    }
}
