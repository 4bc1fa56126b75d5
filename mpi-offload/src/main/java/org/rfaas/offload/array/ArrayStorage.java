package org.rfaas.offload.array;

import java.lang.foreign.MemorySegment;
import org.rfaas.offload.kernel.ArrayForm;
import org.rfaas.offload.plan.Blocks;
import org.rfaas.offload.plan.Columns;
import org.rfaas.offload.worker.ResidentPort;

/** Where the rank has an array. Counted in units: elements, or rows. */
public sealed interface ArrayStorage permits FlatStorage, RowStorage {
    /**
     * That of an array of primitives, or of rows of them, which the caller has checked.
     *
     * @param written which columns of each row answers change
     * @throws IllegalArgumentException when it is no array of primitives other than {@code boolean}, nor of objects
     */
    static ArrayStorage of(Object array, ArrayForm form, int elementBytes, Columns written) {
        return array instanceof Object[] rows
                ? new RowStorage(rows, form.unitBytes(), elementBytes, written)
                : new FlatStorage(HeapMemory.of(array), form.unitBytes());
    }

    /** Number of units. */
    long length();

    /**
     * Copies units for a worker.
     *
     * @param isPacked whether only the blocks travel, one after the other, rather than all from the first to the last unit
     */
    void copyOut(Blocks blocks, boolean isPacked, MemorySegment into, long offset);

    /**
     * Copies the blocks, and nothing between them, from a worker's answer; of rows, what the loop writes.
     *
     * @return bytes that the blocks have there
     */
    long copyIn(Blocks blocks, boolean isPacked, MemorySegment from, long offset);

    /** Writes the units {@code [first, end)} into a worker's memory. */
    void send(long first, long end, ResidentPort port, long offset);
}
