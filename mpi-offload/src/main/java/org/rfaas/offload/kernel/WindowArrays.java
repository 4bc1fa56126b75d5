package org.rfaas.offload.kernel;

import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * Arrays with what windows hold. Each is exactly as long as its window, so that an index outside of one is outside of the
 * other. Arrays of the two last lengths of each window are kept, because the last chunk of a run is shorter than the others.
 */
final class WindowArrays {
    /** Copying more than caches hold gains nothing. */
    static final long MAX_BYTES = 4 << 20;

    private final String elementTypes;
    private final @Nullable Copy[] last;
    private final @Nullable Copy[] previous;
    private final Object[] arrays;

    /**
     * For the uses of one loop.
     *
     * @param elementTypes descriptors, one a use
     */
    WindowArrays(String elementTypes) {
        int uses = elementTypes.length();
        this.elementTypes = elementTypes;
        this.last = new Copy[uses];
        this.previous = new Copy[uses];
        this.arrays = new Object[uses];
    }

    private record Copy(Object array, MemorySegment memory) {}

    static boolean mayHold(MemorySegment[] windows) {
        long bytes = 0;
        for (MemorySegment window : windows) {
            bytes += window.byteSize();
        }
        return bytes <= MAX_BYTES;
    }

    /** The arrays, valid until the next call. */
    Object[] copyIn(MemorySegment[] windows) {
        for (int use = 0; use < arrays.length; use++) {
            Copy copy = copyOf(use, windows[use].byteSize());
            copy.memory.copyFrom(windows[use]);
            arrays[use] = copy.array;
        }
        return arrays;
    }

    /** Brings back what was written; bit u of {@code written} stands for window u. */
    void copyOut(MemorySegment[] windows, long written) {
        for (int use = 0; use < arrays.length; use++) {
            Copy copy = last[use];
            if (copy != null && (written >>> use & 1) != 0) {
                windows[use].copyFrom(copy.memory);
            }
        }
    }

    private Copy copyOf(int use, long bytes) {
        Copy copy = last[use];
        if (copy == null || copy.memory.byteSize() != bytes) {
            Copy other = previous[use];
            previous[use] = copy;
            copy = other != null && other.memory.byteSize() == bytes
                    ? other
                    : create(elementTypes.charAt(use), (int) bytes);
            last[use] = copy;
        }
        return copy;
    }

    private static Copy create(char elementType, int bytes) {
        return switch (elementType) {
            case 'D' -> {
                double[] array = new double[bytes / Double.BYTES];
                yield new Copy(array, MemorySegment.ofArray(array));
            }
            case 'F' -> {
                float[] array = new float[bytes / Float.BYTES];
                yield new Copy(array, MemorySegment.ofArray(array));
            }
            case 'J' -> {
                long[] array = new long[bytes / Long.BYTES];
                yield new Copy(array, MemorySegment.ofArray(array));
            }
            case 'I' -> {
                int[] array = new int[bytes / Integer.BYTES];
                yield new Copy(array, MemorySegment.ofArray(array));
            }
            case 'S' -> {
                short[] array = new short[bytes / Short.BYTES];
                yield new Copy(array, MemorySegment.ofArray(array));
            }
            case 'C' -> {
                char[] array = new char[bytes / Character.BYTES];
                yield new Copy(array, MemorySegment.ofArray(array));
            }
            case 'B' -> {
                byte[] array = new byte[bytes];
                yield new Copy(array, MemorySegment.ofArray(array));
            }
            default -> throw new IllegalArgumentException("windows of type '" + elementType + "' do not exist");
        };
    }
}
