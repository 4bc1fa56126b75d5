package org.rfaas.apps.jacobi;

import java.nio.DoubleBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import mpi.Intracomm;
import mpi.MPI;
import mpi.MPIException;

/**
 * Exchange over MPI with direct buffers. The binding does not check their lengths, and a short one would crash the
 * process, so every length is checked here first.
 */
final class MpiRowExchange implements RowExchange {
    private final Intracomm world = MPI.COMM_WORLD;
    private final int size;
    private int[] counts = {};
    private int[] displacements = {};
    private DoubleBuffer sendRows = MPI.newDoubleBuffer(1);
    private DoubleBuffer receiveRows = MPI.newDoubleBuffer(1);
    private final DoubleBuffer ownSum = MPI.newDoubleBuffer(1);
    private final DoubleBuffer allSums;

    MpiRowExchange(int size) {
        this.size = size;
        this.allSums = MPI.newDoubleBuffer(size);
    }

    @Override
    public void gather(double[] next, double[] x) {
        prepare(next.length, x.length);
        sendRows.put(0, next);
        run(() -> world.allGatherv(sendRows, next.length, MPI.DOUBLE, receiveRows, counts, displacements, MPI.DOUBLE));
        receiveRows.get(0, x);
    }

    private void prepare(int own, int all) {
        if (receiveRows.capacity() == all && sendRows.capacity() == Math.max(1, own)) {
            return;
        }
        counts = new int[size];
        displacements = new int[size];
        for (int rank = 0; rank < size; rank++) {
            RowBlock rows = RowBlock.share(all, rank, size);
            counts[rank] = rows.count();
            displacements[rank] = rows.first();
        }
        if (own != counts[rank()]) {
            throw new IllegalArgumentException("a rank of " + counts[rank()] + " rows sends " + own);
        }
        sendRows = MPI.newDoubleBuffer(Math.max(1, own));
        receiveRows = MPI.newDoubleBuffer(all);
    }

    @Override
    public double sum(double own) {
        ownSum.put(0, own);
        run(() -> world.allGather(ownSum, 1, MPI.DOUBLE, allSums, 1, MPI.DOUBLE));
        // added up here in the order of ranks: all must come to the same decisions, to the last bit
        double sum = 0;
        for (int rank = 0; rank < size; rank++) {
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
        LongBuffer receive = MPI.newLongBuffer(own.length * size);
        run(() -> world.allGather(send, own.length, MPI.LONG, receive, own.length, MPI.LONG));
        long[] all = new long[own.length * size];
        receive.get(0, all);
        return all;
    }

    @Override
    public void barrier() {
        run(world::barrier);
    }

    private int rank() {
        try {
            return world.getRank();
        } catch (MPIException e) {
            throw new IllegalStateException("MPI failed", e);
        }
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
