package org.rfaas.job;

import mpi.MPI;
import mpi.MPIException;

/** A program of a user's, for mpirun-offload to run. */
final class HelloRank {
    private HelloRank() {}

    public static void main(String[] arguments) throws MPIException {
        MPI.Init(arguments);
        System.out.println("rank " + MPI.COMM_WORLD.getRank() + " of " + MPI.COMM_WORLD.getSize());
        MPI.Finalize();
    }
}
