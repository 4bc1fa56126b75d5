package org.rfaas.client;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.rfaas.fabric.Fabric;

/** All workers of an executor that was allocated for us. Closing it gives the executor up. */
public final class ExecutorConnection implements AutoCloseable {
    private final List<Worker> workers;

    private ExecutorConnection(List<Worker> workers) {
        this.workers = List.copyOf(workers);
    }

    /**
     * Connects a queue pair to each worker.
     *
     * @throws org.rfaas.fabric.FabricException when the executor cannot be reached or refuses the token
     */
    public static ExecutorConnection connect(Fabric fabric, ExecutorEndpoint endpoint, Duration timeout) {
        List<Worker> workers = new ArrayList<>();
        try {
            for (int i = 0; i < endpoint.workers(); i++) {
                workers.add(Worker.connect(fabric, endpoint, i, timeout));
            }
            return new ExecutorConnection(workers);
        } catch (RuntimeException e) {
            workers.forEach(Worker::close);
            throw e;
        }
    }

    public List<Worker> workers() {
        return workers;
    }

    /** Whether all workers are there. */
    public boolean isConnected() {
        return workers.stream().allMatch(Worker::isConnected);
    }

    /** Disconnects all workers, upon which the executor ends. Idempotent. */
    @Override
    public void close() {
        workers.forEach(Worker::close);
    }
}
