package org.rfaas.apps.harness;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import mpi.Intracomm;
import mpi.MPI;
import mpi.MPIException;
import mpi.Request;

/** Empty messages from a rank that cannot go on to all others, which look whether one is there when it suits them. */
final class MpiAlarm {
    private static final int TAG = 1;

    private final Intracomm world;
    private final int rank;
    private final int size;
    private final ByteBuffer nothing = MPI.newByteBuffer(1);
    private final List<Request> sent = new ArrayList<>();

    MpiAlarm(Intracomm world, int rank, int size) {
        this.world = world;
        this.rank = rank;
        this.size = size;
    }

    void raise() throws MPIException {
        for (int other = 0; other < size; other++) {
            if (other != rank) {
                sent.add(world.iSend(nothing, 0, MPI.BYTE, other, TAG));
            }
        }
    }

    /** Whether one is there; it stays until {@link #end}. */
    boolean isHeard() throws MPIException {
        return world.iProbe(MPI.ANY_SOURCE, TAG) != null;
    }

    /** How often this rank has raised it since the last end, 0 or 1. */
    long raised() {
        return sent.isEmpty() ? 0 : 1;
    }

    /**
     * Receives what was sent.
     *
     * @param raised by each rank, from {@link #raised}
     */
    void end(long[] raised) throws MPIException {
        for (int other = 0; other < size; other++) {
            if (other != rank && raised[other] > 0) {
                world.recv(nothing, 0, MPI.BYTE, other, TAG);
            }
        }
        Request.waitAll(sent.toArray(Request[]::new));
        sent.clear();
    }
}
