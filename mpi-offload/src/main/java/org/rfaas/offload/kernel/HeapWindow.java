package org.rfaas.offload.kernel;

import java.lang.foreign.MemorySegment;
import java.lang.reflect.Array;

/** Elements of a window in a Java array, or its rows in an array of arrays, behind some units that nobody uses. */
final class HeapWindow {
    /** What a body is given. */
    final Object array;

    /** What of it holds the window: the array but for its first units, or each row. */
    private final MemorySegment[] parts;

    private final int unused;
    private final int units;
    private final int rowLength;

    private HeapWindow(Object array, MemorySegment[] parts, int unused, int units, int rowLength) {
        this.array = array;
        this.parts = parts;
        this.unused = unused;
        this.units = units;
        this.rowLength = rowLength;
    }

    static HeapWindow ofElements(char type, int unused, int units) {
        MemorySegment memory = allocate(type, unused + units);
        MemorySegment[] parts = {memory.asSlice((long) unused * bytes(type))};
        return new HeapWindow(memory.heapBase().orElseThrow(), parts, unused, units, 0);
    }

    static HeapWindow ofRows(char type, int unused, int units, int rowLength) {
        Class<?> rowType = allocate(type, 0).heapBase().orElseThrow().getClass();
        Object[] rows = (Object[]) Array.newInstance(rowType, unused + units);
        MemorySegment[] parts = new MemorySegment[units];
        for (int r = 0; r < units; r++) {
            parts[r] = allocate(type, rowLength);
            rows[unused + r] = parts[r].heapBase().orElseThrow();
        }
        return new HeapWindow(rows, parts, unused, units, rowLength);
    }

    /** Whether it is laid out like this. */
    boolean is(int otherUnused, int otherUnits, int otherRowLength) {
        return unused == otherUnused && units == otherUnits && rowLength == otherRowLength;
    }

    void fill(MemorySegment window, long offset) {
        long at = offset;
        for (MemorySegment part : parts) {
            MemorySegment.copy(window, at, part, 0, part.byteSize());
            at += part.byteSize();
        }
    }

    void drain(MemorySegment window, long offset) {
        long at = offset;
        for (MemorySegment part : parts) {
            MemorySegment.copy(part, 0, window, at, part.byteSize());
            at += part.byteSize();
        }
    }

    /** Bytes an element. */
    static int bytes(char type) {
        return switch (type) {
            case 'D', 'J' -> 8;
            case 'F', 'I' -> 4;
            case 'S', 'C' -> 2;
            default -> 1;
        };
    }

    private static MemorySegment allocate(char type, int length) {
        return switch (type) {
            case 'D' -> MemorySegment.ofArray(new double[length]);
            case 'F' -> MemorySegment.ofArray(new float[length]);
            case 'J' -> MemorySegment.ofArray(new long[length]);
            case 'I' -> MemorySegment.ofArray(new int[length]);
            case 'S' -> MemorySegment.ofArray(new short[length]);
            case 'C' -> MemorySegment.ofArray(new char[length]);
            case 'B' -> MemorySegment.ofArray(new byte[length]);
            default -> throw new IllegalArgumentException("windows of type '" + type + "' do not exist");
        };
    }
}
