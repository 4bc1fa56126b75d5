package org.rfaas.apps.jacobi;

import org.rfaas.offload.OffloadMode;
import org.rfaas.offload.OffloadOptions;
import org.rfaas.offload.OffloadRuntime;
import org.rfaas.offload.mpi.RankContext;
import org.rfaas.offload.worker.NoWorkersException;
import org.rfaas.offload.worker.WorkerLease;
import org.rfaas.offload.worker.WorkerSource;

/** Placeholder wiring. */
final class Workers {
    private Workers() {}

    static OffloadRuntime start(OffloadMode mode, RankContext rank) {
        return OffloadRuntime.start(OffloadOptions.of(mode), new WorkerSource() {
            @Override
            public WorkerLease lease(int workers) throws NoWorkersException {
                throw new NoWorkersException("no resource manager");
            }

            @Override
            public void close() {}
        });
    }
}
