package org.rfaas.offload;

import java.lang.foreign.MemorySegment;
import org.rfaas.offload.plan.Blocks;
import org.rfaas.offload.plan.Columns;
import org.rfaas.offload.worker.ResidentPort;

/**
 * An array of rows that lie apart. Those that are used are there and equally long, which the caller has checked.
 *
 * @param rows primitive arrays
 * @param rowBytes bytes of each
 * @param elementBytes bytes an element
 * @param written what answers change of each row
 */
record RowStorage(Object[] rows, int rowBytes, int elementBytes, Columns written) implements ArrayStorage {
    @Override
    public long length() {
        return rows.length;
    }

    @Override
    public void copyOut(Blocks blocks, boolean isPacked, MemorySegment into, long offset) {
        long at = offset;
        for (long block = 0; block < blocks.count(); block++) {
            long first = blocks.first() + block * blocks.stride();
            for (long r = first; r < first + blocks.blockLength(); r++) {
                long target = isPacked ? at : offset + (r - blocks.first()) * rowBytes;
                MemorySegment.copy(row(r), 0, into, target, rowBytes);
                at += rowBytes;
            }
        }
    }

    @Override
    public long copyIn(Blocks blocks, boolean isPacked, MemorySegment from, long offset) {
        long skipped = (long) written.first() * elementBytes;
        long length = (long) (written.end() - written.first()) * elementBytes;
        long copied = 0;
        for (long block = 0; block < blocks.count(); block++) {
            long first = blocks.first() + block * blocks.stride();
            for (long r = first; r < first + blocks.blockLength(); r++) {
                long source = isPacked ? offset + copied : offset + (r - blocks.first()) * rowBytes;
                MemorySegment.copy(from, source + skipped, row(r), skipped, length);
                copied += rowBytes;
            }
        }
        return copied;
    }

    @Override
    public void send(long first, long end, ResidentPort port, long offset) {
        for (long r = first; r < end; r++) {
            port.write(offset + (r - first) * rowBytes, row(r));
        }
    }

    private MemorySegment row(long index) {
        return HeapMemory.of(rows[(int) index]);
    }
}
