package org.rfaas.offload;

import java.lang.foreign.MemorySegment;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import org.ejml.data.DMatrixRMaj;
import org.jspecify.annotations.Nullable;
import org.rfaas.offload.kernel.DoubleSpan;
import org.rfaas.offload.kernel.ElementKind;
import org.rfaas.offload.kernel.IntSpan;
import org.rfaas.offload.kernel.LoopArguments;

/**
 * A rank's array as loops see it. Workers keep copies of what they read and get only what changed: changes by loops are
 * known, all others must be told with {@link #touch}. Used by the rank's thread.
 */
public final class OffloadArray {
    private static final AtomicLong IDS = new AtomicLong();

    private final long id = IDS.incrementAndGet();
    private final ElementKind kind;
    private final MemorySegment memory;
    private final long length;
    private final TouchLog log = new TouchLog();
    private final @Nullable DMatrixRMaj matrix;

    private OffloadArray(ElementKind kind, MemorySegment memory, @Nullable DMatrixRMaj matrix) {
        this.kind = kind;
        this.memory = memory;
        this.length = memory.byteSize() / kind.bytes();
        this.matrix = matrix;
    }

    public static OffloadArray of(double[] array) {
        return new OffloadArray(ElementKind.DOUBLE, MemorySegment.ofArray(array), null);
    }

    public static OffloadArray of(int[] array) {
        return new OffloadArray(ElementKind.INT, MemorySegment.ofArray(array), null);
    }

    /** A matrix in EJML's row-major storage; it must keep its storage, that is, not be reshaped to more elements. */
    public static OffloadArray of(DMatrixRMaj matrix) {
        return new OffloadArray(ElementKind.DOUBLE, MemorySegment.ofArray(matrix.data), matrix);
    }

    /** Number of elements. */
    public long length() {
        return length;
    }

    /** All elements changed outside of a loop. */
    public void touch() {
        log.touch(0, length);
    }

    /**
     * Elements {@code [from, to)} changed outside of a loop.
     *
     * @throws IndexOutOfBoundsException when they do not exist
     */
    public void touch(long from, long to) {
        Objects.checkFromToIndex(from, to, length);
        log.touch(from, to);
    }

    long id() {
        return id;
    }

    ElementKind kind() {
        return kind;
    }

    MemorySegment memory() {
        return memory;
    }

    TouchLog log() {
        return log;
    }

    /** Gives the local body its span. */
    void bind(LoopArguments arguments, int index) {
        switch (kind) {
            case DOUBLE -> arguments.set(index, new DoubleSpan(memory, 0));
            case INT -> arguments.set(index, new IntSpan(memory, 0));
        }
    }

    /** A matrix that was given other storage would be computed in the old one. */
    void requireSameStorage() {
        if (matrix != null && !MemorySegment.ofArray(matrix.data).equals(memory)) {
            throw new IllegalStateException(
                    "the matrix got other storage since OffloadArray.of; make the handle after reshaping");
        }
    }
}
