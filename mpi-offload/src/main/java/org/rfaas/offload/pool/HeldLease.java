package org.rfaas.offload.pool;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.rfaas.offload.report.Counters;
import org.rfaas.offload.worker.WorkerLease;
import org.rfaas.offload.worker.WorkerPort;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A lease and what the rank has put on its workers. Made by the thread that seeks workers, then used by the one that keeps
 * leases.
 */
final class HeldLease implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(HeldLease.class);

    /** Renewed in the last third of its time. */
    private static final int PARTS = 3;

    /** How many attempts that last part has time for. */
    private static final int ATTEMPTS = 10;

    private final WorkerLease lease;
    private final List<RemoteWorker> workers;

    /** It stays so, though a renewal may yet succeed: its workers are given up then. */
    private boolean isOver;

    /** While it is, the two fields below are its renewal's. */
    private volatile boolean isBeingRenewed;

    /** Of the time it was granted or renewed for last. */
    private long lastPartNs;

    /** The next attempt is due when less is left. */
    private long renewBelowNs;

    /** A lease that was just granted; its workers are named after its number. */
    HeldLease(WorkerLease lease, long number, Counters counters) {
        this.lease = lease;
        List<RemoteWorker> named = new ArrayList<>();
        for (WorkerPort port : lease.workers()) {
            named.add(new RemoteWorker(number + "." + named.size(), port, counters));
        }
        this.workers = List.copyOf(named);
        begin();
    }

    /** What is left is all of its time. */
    private void begin() {
        lastPartNs = Math.max(1, lease.remainingNs() / PARTS);
        renewBelowNs = lastPartNs;
    }

    List<RemoteWorker> workers() {
        return workers;
    }

    /** Runs this once when it is about to end before its time, on any thread; at once if it is already. */
    void whenEnding(Runnable action) {
        lease.whenEnding(action);
    }

    /**
     * Has it prolonged in the last third of its time, and now and then again when that fails, unless a worker of it is lost:
     * its core is paid for, too, so others are to be leased instead. Whether it goes on.
     *
     * @param failures of the rank's leases, told of those of this one
     * @param aside where its managers are asked, who may take their time; one attempt at a time
     */
    boolean keepUp(RenewalFailures failures, Executor aside) {
        long remainingNs = lease.remainingNs();
        isOver |= remainingNs <= 0;
        if (!isOver
                && !isBeingRenewed
                && remainingNs < renewBelowNs
                && workers.stream().noneMatch(RemoteWorker::isLost)) {
            isBeingRenewed = true;
            try {
                aside.execute(() -> renew(failures));
            } catch (OutOfMemoryError e) { // no thread can be started
                couldNotBeRenewed(failures, e);
                isBeingRenewed = false;
            }
        }
        return !isOver;
    }

    /** Whether managers are being asked; only then may {@link #keepUp} still tell the failures of this one. */
    boolean isBeingRenewed() {
        return isBeingRenewed;
    }

    private void renew(RenewalFailures failures) {
        try {
            lease.renew();
            begin();
            if (failures.remove(this)) {
                LOG.info("leases are renewed again");
            }
        } catch (RuntimeException | Error e) { // other leases are to be looked after, too
            couldNotBeRenewed(failures, e);
        } finally {
            isBeingRenewed = false;
        }
    }

    private void couldNotBeRenewed(RenewalFailures failures, Throwable why) {
        long remainingNs = lease.remainingNs();
        renewBelowNs = remainingNs - Math.max(1, lastPartNs / ATTEMPTS);
        if (failures.add(this)) {
            LOG.warn(
                    "{} could not be renewed and ends in {} s; tried until then, told once for all leases: {}",
                    lease,
                    TimeUnit.NANOSECONDS.toSeconds(Math.max(0, remainingNs)),
                    why.getMessage());
        } else {
            LOG.debug("{} could not be renewed", lease, why);
        }
    }

    /** Names it and its node, for people. */
    @Override
    public String toString() {
        return lease.toString();
    }

    /** Whether the rank has lost all of its workers. */
    boolean isLost() {
        return workers.stream().allMatch(RemoteWorker::isLost);
    }

    @Override
    public void close() {
        try {
            lease.close();
        } catch (RuntimeException | Error e) { // other leases are to be looked after, too
            LOG.debug("closing {}", lease, e);
        }
    }
}
