package org.rfaas.client;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.rfaas.fabric.Fabric;
import org.rfaas.fabric.OpenResources;

/** All workers of an executor that was allocated for us. Closing it gives the executor up. */
public final class ExecutorConnection implements AutoCloseable {
    private final List<Worker> workers;
    private final OpenResources opened;

    private ExecutorConnection(List<Worker> workers, OpenResources opened) {
        this.workers = List.copyOf(workers);
        this.opened = opened;
    }

    /**
     * Connects a queue pair to each worker.
     *
     * @param timeout for each connection, and for a worker's answer to what is no invocation: code to install, memory to allocate
     * @throws org.rfaas.fabric.FabricException when the executor cannot be reached or refuses the token
     */
    public static ExecutorConnection connect(Fabric fabric, ExecutorEndpoint endpoint, Duration timeout) {
        return connect(fabric, endpoint, timeout, LossReport.none());
    }

    static ExecutorConnection connect(Fabric fabric, ExecutorEndpoint endpoint, Duration timeout, LossReport loss) {
        OpenResources opened = new OpenResources();
        List<Worker> workers = new ArrayList<>();
        try {
            for (int i = 0; i < endpoint.workers(); i++) {
                workers.add(opened.add(Worker.connect(fabric, endpoint, i, timeout, loss)));
            }
            return new ExecutorConnection(workers, opened);
        } catch (RuntimeException | Error e) {
            opened.closeAfter(e);
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
        opened.close();
    }
}
