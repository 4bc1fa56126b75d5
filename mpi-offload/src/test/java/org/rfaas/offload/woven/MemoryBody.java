package org.rfaas.offload.woven;

import java.lang.foreign.MemorySegment;
import java.nio.Buffer;
import java.util.Arrays;

/** A body written by hand, over memory alone: buffers and arrays are memory to it, too. Origins are not shared. */
public abstract class MemoryBody implements RemoteBody {
    private final String elementTypes;
    private final long rows;
    private final long written;

    /** Values of the methods of these names. */
    protected MemoryBody(String elementTypes, long rows, long written) {
        this.elementTypes = elementTypes;
        this.rows = rows;
        this.written = written;
    }

    @Override
    public final String elementTypes() {
        return elementTypes;
    }

    @Override
    public final long rows() {
        return rows;
    }

    @Override
    public final long written() {
        return written;
    }

    @Override
    public final String sharedOrigins() {
        StringBuilder own = new StringBuilder();
        for (int use = 0; use < elementTypes.length(); use++) {
            own.append((char) use);
        }
        return own.toString();
    }

    @Override
    public final void runOnBuffers(
            Buffer[] windows,
            long[] origins,
            int[] rowLengths,
            long[] scalars,
            long[] results,
            int start,
            int from,
            int to) {
        MemorySegment[] memory =
                Arrays.stream(windows).map(MemorySegment::ofBuffer).toArray(MemorySegment[]::new);
        run(memory, origins, rowLengths, scalars, results, start, from, to);
    }

    @Override
    public final void runOnArrays(
            Object[] windows,
            long[] origins,
            int[] rowLengths,
            long[] scalars,
            long[] results,
            int start,
            int from,
            int to) {
        MemorySegment[] memory = Arrays.stream(windows)
                .map(window -> window instanceof Object[] array ? joined(array) : memory(window))
                .toArray(MemorySegment[]::new);
        run(memory, origins, rowLengths, scalars, results, start, from, to);
        for (int use = 0; use < windows.length; use++) {
            if (windows[use] instanceof Object[] array) {
                spread(memory[use], array);
            }
        }
    }

    /** The elements of an array. */
    static MemorySegment memory(Object array) {
        return switch (array) {
            case double[] numbers -> MemorySegment.ofArray(numbers);
            case float[] numbers -> MemorySegment.ofArray(numbers);
            case int[] numbers -> MemorySegment.ofArray(numbers);
            case short[] numbers -> MemorySegment.ofArray(numbers);
            default -> throw new IllegalArgumentException(array.getClass() + " in none of these loops");
        };
    }

    private static MemorySegment joined(Object[] array) {
        long bytes =
                Arrays.stream(array).mapToLong(row -> memory(row).byteSize()).sum();
        MemorySegment joined = MemorySegment.ofArray(new byte[Math.toIntExact(bytes)]);
        long at = 0;
        for (Object row : array) {
            MemorySegment elements = memory(row);
            MemorySegment.copy(elements, 0, joined, at, elements.byteSize());
            at += elements.byteSize();
        }
        return joined;
    }

    private static void spread(MemorySegment joined, Object[] array) {
        long at = 0;
        for (Object row : array) {
            MemorySegment elements = memory(row);
            MemorySegment.copy(joined, at, elements, 0, elements.byteSize());
            at += elements.byteSize();
        }
    }
}
