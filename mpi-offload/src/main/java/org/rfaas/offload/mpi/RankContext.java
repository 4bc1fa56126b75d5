package org.rfaas.offload.mpi;

/** Which process of which parallel job this is. */
public interface RankContext extends AutoCloseable {
    int rank();

    int size();

    /** The job, the same on all of its ranks: letters, digits, dashes and dots. */
    String jobId();

    /** Ends the job at once, all ranks of it, for a rank that cannot go on. */
    void abort(int exitCode);

    /** Ends the use of MPI; collective. */
    @Override
    void close();

    /** A process on its own. */
    static RankContext single() {
        return new SingleRank();
    }
}
