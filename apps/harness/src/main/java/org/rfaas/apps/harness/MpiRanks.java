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
 * one would crash the process, so every length is checked first.
 */
final class MpiRanks implements Ranks {
    private final Intracomm world = MPI.COMM_WORLD;
    private final RankContext context;
    private final PiecewiseGather gather;
    private final MpiAlarm alarm;
    private final DoubleBuffer ownSum = MPI.newDoubleBuffer(1);
    private final DoubleBuffer allSums;

    MpiRanks(RankContext context) {
        this.context = context;
        this.gather = new PiecewiseGather(rank(), size(), PiecewiseGather.TURN_BYTES, this::allGatherv);
        this.alarm = new MpiAlarm(world, rank(), size());
        this.allSums = MPI.newDoubleBuffer(size());
    }

    @Override
    public RankContext context() {
        return context;
    }

    @Override
    public void gather(MemorySegment own, MemorySegment all, int rowBytes) {
        gather.run(own, all, rowBytes);
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

    @Override
    public void alarm() {
        run(alarm::raise);
    }

    @Override
    public boolean isAlarmed() {
        boolean[] isHeard = new boolean[1];
        run(() -> isHeard[0] = alarm.isHeard());
        return isHeard[0];
    }

    @Override
    public void endAlarms() {
        long[] raised = collect(new long[] {alarm.raised()});
        run(() -> alarm.end(raised));
    }

    private void allGatherv(ByteBuffer send, int sendBytes, ByteBuffer receive, int[] counts, int[] displacements) {
        run(() -> world.allGatherv(send, sendBytes, MPI.BYTE, receive, counts, displacements, MPI.BYTE));
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
