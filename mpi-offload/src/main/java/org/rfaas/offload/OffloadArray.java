package org.rfaas.offload;

import java.lang.foreign.MemorySegment;
import java.util.Objects;
import org.ejml.data.DMatrixRMaj;
import org.jspecify.annotations.Nullable;
import org.rfaas.offload.kernel.ArrayForm;
import org.rfaas.offload.kernel.DoubleSpan;
import org.rfaas.offload.kernel.IntSpan;
import org.rfaas.offload.kernel.LoopArguments;

/**
 * A rank's array as loops see it. Workers keep copies of what they read and get only what changed: changes by loops
 * that were given it are known, all others must be told with {@link #touch}; use one handle for an array, since each knows only of its own
 * changes. Used by the rank's thread.
 */
public final class OffloadArray {
    private final MemorySegment memory;
    private final LoopArray array;
    private final @Nullable DMatrixRMaj matrix;

    private OffloadArray(ArrayForm form, MemorySegment memory, @Nullable DMatrixRMaj matrix) {
        this.memory = memory;
        this.array = new LoopArray(new TrackedArray(), new FlatStorage(memory, form.unitBytes()), form);
        this.matrix = matrix;
    }

    public static OffloadArray of(double[] array) {
        return new OffloadArray(ArrayForm.DOUBLES, MemorySegment.ofArray(array), null);
    }

    public static OffloadArray of(int[] array) {
        return new OffloadArray(ArrayForm.INTS, MemorySegment.ofArray(array), null);
    }

    /** A matrix in EJML's row-major storage; it must keep its storage, that is, not be reshaped to more elements. */
    public static OffloadArray of(DMatrixRMaj matrix) {
        return new OffloadArray(ArrayForm.DOUBLES, MemorySegment.ofArray(matrix.data), matrix);
    }

    /** Number of elements. */
    public long length() {
        return array.length();
    }

    /** All elements changed outside of a loop. */
    public void touch() {
        array.tracked().touch(0, length());
    }

    /**
     * Elements {@code [from, to)} changed outside of a loop.
     *
     * @throws IndexOutOfBoundsException when they do not exist
     */
    public void touch(long from, long to) {
        Objects.checkFromToIndex(from, to, length());
        array.tracked().touch(from, to);
    }

    /** Whether a store through one may be seen through the other. */
    boolean sharesStorageWith(OffloadArray other) {
        return memory.heapBase().equals(other.memory.heapBase());
    }

    /** Itself as loops move it. */
    LoopArray array() {
        return array;
    }

    /** A matrix that was given other storage would be computed in the old one. */
    void requireSameStorage() {
        if (matrix != null && !MemorySegment.ofArray(matrix.data).equals(memory)) {
            throw new IllegalStateException(
                    "the matrix got other storage since OffloadArray.of; make the handle after reshaping");
        }
    }

    /** Gives the local body its span. */
    void bind(LoopArguments arguments, int index) {
        if (array.form().equals(ArrayForm.DOUBLES)) {
            arguments.set(index, new DoubleSpan(memory, 0));
        } else {
            arguments.set(index, new IntSpan(memory, 0));
        }
    }
}
