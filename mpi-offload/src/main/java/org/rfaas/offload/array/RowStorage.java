package org.rfaas.offload.array;

import java.lang.foreign.MemorySegment;
import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.rfaas.offload.plan.Blocks;
import org.rfaas.offload.plan.Columns;
import org.rfaas.offload.worker.ResidentPort;

/**
 * An array of rows that lie apart. Those that are used are there and equally long, which the caller has checked; others that
 * lie between them need not be.
 *
 * @param rows primitive arrays
 * @param rowBytes bytes of each
 * @param elementBytes bytes an element
 * @param written what answers change of each row
 */
record RowStorage(@Nullable Object[] rows, int rowBytes, int elementBytes, Columns written) implements ArrayStorage {
    /** Each is an object while it is written; even the shortest rows fill a good part of a transfer's chunk with so many. */
    private static final int MOST_ROWS_A_WRITE = 1 << 16;

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
        List<MemorySegment> neighbours = new ArrayList<>();
        for (long r = first; r < end; r++) {
            if (fits(rows[(int) r])) {
                neighbours.add(row(r));
                if (neighbours.size() == MOST_ROWS_A_WRITE) {
                    write(neighbours, r + 1, first, port, offset);
                    neighbours.clear();
                }
            } else {
                write(neighbours, r, first, port, offset);
                neighbours.clear();
            }
        }
        write(neighbours, end, first, port, offset);
    }

    /** Writes rows that end before a row, into memory that begins with another. */
    private void write(List<MemorySegment> neighbours, long end, long first, ResidentPort port, long offset) {
        if (!neighbours.isEmpty()) {
            port.write(offset + (end - neighbours.size() - first) * rowBytes, neighbours);
        }
    }

    /** Whether it may be a row that is used: between those there may be none, or one of another length. */
    private boolean fits(@Nullable Object row) {
        return row != null && (long) Array.getLength(row) * elementBytes == rowBytes;
    }

    private MemorySegment row(long index) {
        return HeapMemory.of(Objects.requireNonNull(rows[(int) index], "a row that is used"));
    }
}
