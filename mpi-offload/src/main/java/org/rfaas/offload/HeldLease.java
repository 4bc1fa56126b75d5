package org.rfaas.offload;

import java.util.ArrayList;
import java.util.List;
import org.rfaas.offload.worker.WorkerLease;
import org.rfaas.offload.worker.WorkerPort;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A lease and what the rank has put on its workers. Used by the thread that keeps leases. */
final class HeldLease implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(HeldLease.class);

    private final WorkerLease lease;
    private final long durationNs;
    private final List<RemoteWorker> workers;

    /** A lease that was just granted; its workers are named after its number. */
    HeldLease(WorkerLease lease, long number, Counters counters) {
        this.lease = lease;
        this.durationNs = Math.max(1, lease.remainingNs());
        List<RemoteWorker> named = new ArrayList<>();
        for (WorkerPort port : lease.workers()) {
            named.add(new RemoteWorker(number + "." + named.size(), port, counters));
        }
        this.workers = List.copyOf(named);
    }

    List<RemoteWorker> workers() {
        return workers;
    }

    /**
     * Prolongs it in the last third of its time, unless a worker of it is lost: its core is paid for, too, so others are to
     * be leased instead. Whether it goes on.
     */
    boolean keepUp() {
        long remainingNs = lease.remainingNs();
        if (remainingNs > 0 && remainingNs < durationNs / 3 && workers.stream().noneMatch(RemoteWorker::isLost)) {
            renew();
        }
        return remainingNs > 0;
    }

    private void renew() {
        try {
            LOG.debug("lease renewed: {}", lease.renew());
        } catch (RuntimeException e) {
            LOG.debug("lease not renewed", e);
        }
    }

    /** Whether the rank has lost all of its workers. */
    boolean isLost() {
        return workers.stream().allMatch(RemoteWorker::isLost);
    }

    @Override
    public void close() {
        try {
            lease.close();
        } catch (RuntimeException e) {
            LOG.debug("closing a lease", e);
        }
    }
}
