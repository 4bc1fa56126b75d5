package org.rfaas.offload.pool;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.rfaas.offload.OffloadOptions;
import org.rfaas.offload.report.Counters;
import org.rfaas.offload.worker.WorkerSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a rank's leases, in a thread of its own: has them renewed, and given back when they are of no use any more. New ones
 * come from a {@link WorkerSearch}, which it closes with itself.
 */
final class LeaseKeeper implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LeaseKeeper.class);

    /** Leases are looked after at least this often. */
    private static final long TICK_NS = 100_000_000;

    /** How long {@link #close} waits for leases to be given back. */
    private static final long CLOSE_MS = 5_000;

    private final WorkerSource source;
    private final WorkerRoster roster;
    private final WorkerSearch search;
    private final SteadyThread thread;
    private final Queue<HeldLease> held = new ConcurrentLinkedQueue<>();
    private final RenewalFailures failures = new RenewalFailures();
    private final LeaseErrands errands;

    LeaseKeeper(
            OffloadOptions options, WorkerSource source, Counters counters, WorkerRoster roster, WorkerDemand demand) {
        this.source = source;
        this.roster = roster;
        this.errands = new LeaseErrands(options);
        this.search = new WorkerSearch(options, source, counters, roster, demand, this::take);
        this.thread = new SteadyThread("leases", options, this::keep, this::letGo);
    }

    /** Closed when this throws, as where no more threads can be started. */
    void start() {
        try {
            thread.start();
            search.start();
        } catch (RuntimeException | Error e) {
            close();
            throw e;
        }
    }

    /** Leases obtained so far. */
    long leases() {
        return search.leases();
    }

    /** Any thread: workers were lost. */
    void nudge() {
        thread.nudge();
        search.nudge();
    }

    /** Gives all leases back; the rank must not be in a loop. */
    @Override
    public void close() {
        search.stop();
        thread.stop();
        if (!thread.hasStarted()) {
            letGo();
        } else if (!thread.join(CLOSE_MS)) {
            LOG.warn("leases are still being given back; those left end with this process, or when their time is up");
        }
    }

    /** From the thread that seeks workers. */
    private void take(HeldLease lease) {
        lease.whenEnding(thread::nudge);
        held.add(lease);
        thread.nudge();
    }

    private long keep() {
        held.removeIf(this::giveBackIfUseless);
        return TICK_NS;
    }

    /** Workers of a lease that has ended are dropped at once; it is given back when the rank cannot be using them. */
    private boolean giveBackIfUseless(HeldLease lease) {
        boolean goesOn = !lease.isLost() && lease.keepUp(failures, errands);
        if (!goesOn && roster.keepOnly(worker -> !lease.workers().contains(worker))) {
            LOG.info("{} has ended, {} workers left", lease, roster.size());
            search.nudge();
        }
        boolean isUseless = lease.isLost() || (!goesOn && !roster.isInUse());
        boolean isGivenBack = isUseless && !lease.isBeingRenewed();
        if (isGivenBack) {
            errands.execute(lease::close);
            failures.remove(lease);
        }
        return isGivenBack;
    }

    /** What is held at once; what is just being leased once it is. */
    private void letGo() {
        closeHeld();
        search.awaitEnd();
        closeHeld();
        errands.awaitAll();
        source.close();
    }

    private void closeHeld() {
        for (HeldLease lease = held.poll(); lease != null; lease = held.poll()) {
            lease.close();
        }
    }
}
