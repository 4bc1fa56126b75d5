package org.rfaas.offload.mpi;

/** A process without MPI. */
record SingleRank() implements RankContext {
    @Override
    public int rank() {
        return 0;
    }

    @Override
    public int size() {
        return 1;
    }

    @Override
    public String jobId() {
        return JobIds.fromEnvironment(System.getenv(), ProcessHandle.current().pid());
    }

    @Override
    public void abort(int exitCode) {
        Runtime.getRuntime().halt(exitCode);
    }

    @Override
    public void close() {}
}
