package org.rfaas.apps.harness;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.DoubleBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import mpi.Intracomm;
import mpi.MPI;
import mpi.MPIException;
import org.rfaas.offload.mpi.RankContext;

/**
 * Ranks of {@code MPI.COMM_WORLD}, which talk with direct buffers. The binding does not check their lengths, and a short
 * one would crash the process, so every length is checked here first.
 */
final class MpiRanks implements Ranks {
    private final Intracomm world = MPI.COMM_WORLD;
    private final RankContext context;
    private final int[] counts;
    private final int[] displacements;
    private ByteBuffer sendRows = MPI.newByteBuffer(1);
    private ByteBuffer receiveRows = MPI.newByteBuffer(1);
    private final DoubleBuffer ownSum = MPI.newDoubleBuffer(1);
    private final DoubleBuffer allSums;

    MpiRanks(RankContext context) {
        this.context = context;
        this.counts = new int[size()];
        this.displacements = new int[size()];
        this.allSums = MPI.newDoubleBuffer(size());
    }

    @Override
    public RankContext context() {
        return context;
    }

    @Override
    public void gather(MemorySegment own, MemorySegment all, int rowBytes) {
        int allBytes = Math.toIntExact(all.byteSize());
        for (int rank = 0; rank < size(); rank++) {
            RowBlock rows = RowBlock.share(allBytes / rowBytes, rank, size());
            counts[rank] = rows.count() * rowBytes;
            displacements[rank] = rows.first() * rowBytes;
        }
        int ownBytes = counts[rank()];
        if (own.byteSize() != ownBytes || allBytes % rowBytes != 0) {
            throw new IllegalArgumentException("a rank of " + ownBytes + " B in rows of " + rowBytes + " B sends "
                    + own.byteSize() + " of " + allBytes + " B");
        }
        if (sendRows.capacity() < ownBytes || receiveRows.capacity() < allBytes) {
            sendRows = MPI.newByteBuffer(Math.max(1, ownBytes));
            receiveRows = MPI.newByteBuffer(allBytes);
        }
        MemorySegment.ofBuffer(sendRows).asSlice(0, ownBytes).copyFrom(own);
        run(() -> world.allGatherv(sendRows, ownBytes, MPI.BYTE, receiveRows, counts, displacements, MPI.BYTE));
        all.copyFrom(MemorySegment.ofBuffer(receiveRows).asSlice(0, allBytes));
    }

    @Override
    public double sum(double own) {
        ownSum.put(0, own);
        run(() -> world.allGather(ownSum, 1, MPI.DOUBLE, allSums, 1, MPI.DOUBLE));
        // added up here in the order of ranks: all must come to the same decisions, to the last bit
        double sum = 0;
        for (int rank = 0; rank < size(); rank++) {
            sum += allSums.get(rank);
        }
        return sum;
    }

    @Override
    public int min(int own) {
        IntBuffer send = MPI.newIntBuffer(1).put(0, own);
        IntBuffer receive = MPI.newIntBuffer(1);
        run(() -> world.allReduce(send, receive, 1, MPI.INT, MPI.MIN));
        return receive.get(0);
    }

    @Override
    public long[] collect(long[] own) {
        LongBuffer send = MPI.newLongBuffer(own.length).put(0, own);
        LongBuffer receive = MPI.newLongBuffer(own.length * size());
        run(() -> world.allGather(send, own.length, MPI.LONG, receive, own.length, MPI.LONG));
        long[] all = new long[own.length * size()];
        receive.get(0, all);
        return all;
    }

    @Override
    public void barrier() {
        run(world::barrier);
    }

    private interface Call {
        void run() throws MPIException;
    }

    private static void run(Call call) {
        try {
            call.run();
        } catch (MPIException e) {
            throw new IllegalStateException("MPI failed: " + e.getMessage(), e);
        }
    }
}
