package org.rfaas.offload.cluster;

import java.time.Duration;
import java.util.List;
import org.rfaas.client.LeasedExecutor;
import org.rfaas.lease.LeaseCertificate;
import org.rfaas.offload.worker.WorkerLease;
import org.rfaas.offload.worker.WorkerPort;

/** A lease of the cluster as the runtime sees it. */
final class ClusterLease implements WorkerLease {
    private final LeasedExecutor executor;
    private final Duration duration;
    private final String name;

    ClusterLease(LeasedExecutor executor, Duration duration) {
        this.executor = executor;
        this.duration = duration;
        LeaseCertificate terms = executor.terms();
        this.name = "lease " + terms.lease() + " on node " + terms.nodeName();
    }

    @Override
    public List<WorkerPort> workers() {
        return LeasedWorker.of(executor.workers());
    }

    @Override
    public long remainingNs() {
        // nothing new is sent to workers that would refuse it
        return executor.ending().isPresent() ? 0 : executor.remainingNs();
    }

    @Override
    public void renew() {
        executor.renew(duration);
    }

    @Override
    public void whenEnding(Runnable action) {
        executor.whenEnding(action);
    }

    @Override
    public void close() {
        executor.close();
    }

    @Override
    public String toString() {
        return name;
    }
}
