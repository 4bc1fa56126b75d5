package org.rfaas.offload.cluster;

import java.util.List;
import org.rfaas.client.ExecutorConnection;
import org.rfaas.offload.worker.NoWorkersException;
import org.rfaas.offload.worker.WorkerLease;
import org.rfaas.offload.worker.WorkerPort;
import org.rfaas.offload.worker.WorkerSource;

/**
 * The workers of an executor to which there is a connection already, without a lease; for benchmarks. The connection stays
 * open.
 */
public final class ConnectedWorkers implements WorkerSource {
    private final List<WorkerPort> workers;
    private boolean isTaken;

    public ConnectedWorkers(ExecutorConnection connection) {
        this.workers = LeasedWorker.of(connection.workers());
    }

    @Override
    public WorkerLease lease(int wanted) throws NoWorkersException {
        if (isTaken) {
            throw new NoWorkersException("all workers of the executor are taken");
        }
        isTaken = true;
        return new Unlimited(workers);
    }

    @Override
    public void close() {}

    private record Unlimited(List<WorkerPort> workers) implements WorkerLease {
        @Override
        public long remainingNs() {
            return Long.MAX_VALUE;
        }

        @Override
        public void renew() {}

        @Override
        public void close() {}
    }
}
