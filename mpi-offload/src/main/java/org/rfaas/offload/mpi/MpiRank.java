package org.rfaas.offload.mpi;

import java.util.Optional;
import mpi.MPI;
import mpi.MPIException;

/** A rank of {@code MPI.COMM_WORLD}. */
public final class MpiRank implements RankContext {
    private final int rank;
    private final int size;

    private MpiRank(int rank, int size) {
        this.rank = rank;
        this.size = size;
    }

    /**
     * Initialises MPI, so that errors throw instead of ending the process. Works without {@code mpirun} too, as a job of
     * one rank; without Open MPI's Java library it gives a {@link RankContext#single single} process, unless a launcher
     * started several. Where there are several ranks, the calling thread is named after its own, for lines in the log begin with
     * the thread.
     *
     * @throws IllegalStateException when MPI cannot be used though this is one of several ranks
     */
    public static RankContext init(String[] args) {
        try {
            MPI.Init(args);
            MPI.COMM_WORLD.setErrhandler(MPI.ERRORS_RETURN);
            MpiRank own = new MpiRank(MPI.COMM_WORLD.getRank(), MPI.COMM_WORLD.getSize());
            if (own.size > 1) {
                Thread.currentThread().setName("rank " + own.rank);
            }
            return own;
        } catch (MPIException e) {
            throw new IllegalStateException("MPI did not start: " + e.getMessage(), e);
        } catch (LinkageError e) {
            Optional<String> several = LauncherSigns.ofSeveral(System.getenv());
            if (several.isPresent()) {
                throw new IllegalStateException(
                        "this is one of several ranks (" + several.get()
                                + "), but Open MPI's Java library is not found:"
                                + " start with run-scripts/mpirun-offload, or set -Djava.library.path to where"
                                + " libmpi_java.so is",
                        e);
            }
            return RankContext.single();
        }
    }

    @Override
    public int rank() {
        return rank;
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public String jobId() {
        return JobIds.fromEnvironment(System.getenv(), ProcessHandle.current().pid());
    }

    @Override
    public void abort(int exitCode) {
        try {
            MPI.COMM_WORLD.abort(exitCode);
        } catch (MPIException e) {
            Runtime.getRuntime().halt(exitCode);
        }
    }

    @Override
    public void close() {
        try {
            if (!MPI.isFinalized()) {
                MPI.Finalize();
            }
        } catch (MPIException e) {
            throw new IllegalStateException("MPI did not end properly", e);
        }
    }
}
