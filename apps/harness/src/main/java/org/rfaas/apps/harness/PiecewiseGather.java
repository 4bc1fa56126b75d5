package org.rfaas.apps.harness;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Gathers rows of any size together through direct buffers of a bounded size: MPI counts in {@code int}, and a buffer ends
 * at 2 GiB. In each turn every rank sends the next piece of its rows, or nothing when it has no more.
 */
final class PiecewiseGather {
    /** What a turn may bring to a rank: large enough that its turns cost nothing beside the bytes. */
    static final int TURN_BYTES = 64 << 20;

    private final int rank;
    private final int pieceBytes;
    private final Exchange exchange;
    private final long[] firstBytes;
    private final long[] ownedBytes;
    private final int[] counts;
    private final int[] displacements;
    private ByteBuffer send = direct(1);
    private ByteBuffer receive = direct(1);

    /** {@code MPI_Allgatherv} of bytes. */
    @FunctionalInterface
    interface Exchange {
        void run(ByteBuffer send, int sendBytes, ByteBuffer receive, int[] counts, int[] displacements);
    }

    /**
     * For one of several ranks.
     *
     * @param turnBytes of all ranks together, at least one byte each
     */
    PiecewiseGather(int rank, int size, int turnBytes, Exchange exchange) {
        this.rank = rank;
        this.pieceBytes = turnBytes / size;
        if (pieceBytes < 1) {
            throw new IllegalArgumentException("a turn of " + turnBytes + " B for " + size + " ranks");
        }
        this.exchange = exchange;
        this.firstBytes = new long[size];
        this.ownedBytes = new long[size];
        this.counts = new int[size];
        this.displacements = new int[size];
    }

    /** See {@link Ranks#gather}. */
    void run(MemorySegment own, MemorySegment all, int rowBytes) {
        long most = share(all.byteSize(), rowBytes);
        if (own.byteSize() != ownedBytes[rank]) {
            throw new IllegalArgumentException("a rank of " + ownedBytes[rank] + " B in rows of " + rowBytes
                    + " B sends " + own.byteSize() + " of " + all.byteSize() + " B");
        }
        for (long done = 0; done < most; done += pieceBytes) {
            turn(own, all, done);
        }
    }

    /** The bytes of the rank that owns the most. */
    private long share(long allBytes, int rowBytes) {
        if (allBytes % rowBytes != 0) {
            throw new IllegalArgumentException(allBytes + " B are not rows of " + rowBytes + " B");
        }
        int rows = Math.toIntExact(allBytes / rowBytes);
        long most = 0;
        for (int each = 0; each < counts.length; each++) {
            RowBlock share = RowBlock.share(rows, each, counts.length);
            firstBytes[each] = (long) share.first() * rowBytes;
            ownedBytes[each] = (long) share.count() * rowBytes;
            most = Math.max(most, ownedBytes[each]);
        }
        return most;
    }

    private void turn(MemorySegment own, MemorySegment all, long done) {
        int received = 0;
        for (int each = 0; each < counts.length; each++) {
            counts[each] = Math.clamp(ownedBytes[each] - done, 0, pieceBytes);
            displacements[each] = received;
            received += counts[each];
        }
        send = atLeast(counts[rank], send);
        receive = atLeast(received, receive);
        if (counts[rank] > 0) {
            MemorySegment.copy(own, done, MemorySegment.ofBuffer(send), 0, counts[rank]);
        }
        exchange.run(send, counts[rank], receive, counts, displacements);
        MemorySegment pieces = MemorySegment.ofBuffer(receive);
        for (int each = 0; each < counts.length; each++) {
            if (counts[each] > 0) {
                MemorySegment.copy(pieces, displacements[each], all, firstBytes[each] + done, counts[each]);
            }
        }
    }

    private static ByteBuffer atLeast(int bytes, ByteBuffer buffer) {
        return buffer.capacity() < bytes ? direct(bytes) : buffer;
    }

    private static ByteBuffer direct(int bytes) {
        return ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
    }
}
