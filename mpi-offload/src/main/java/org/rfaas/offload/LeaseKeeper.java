package org.rfaas.offload;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.rfaas.offload.worker.NoWorkersException;
import org.rfaas.offload.worker.WorkerSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a rank's leases, in a thread of its own: seeks the workers that are wanted, with back-off, renews leases, and gives
 * back what is of no use any more.
 */
final class LeaseKeeper implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LeaseKeeper.class);

    /** Leases are looked after at least this often. */
    private static final long TICK_NS = 100_000_000;

    /** Who seeks workers looks around this often: one read of the board, which costs nobody else anything. */
    private static final long LOOK_NS = 10_000_000;

    /** How long {@link #close} waits for leases to be given back. */
    private static final long CLOSE_MS = 5_000;

    private final OffloadOptions options;
    private final WorkerSource source;
    private final Counters counters;
    private final WorkerRoster roster;
    private final WorkerDemand demand;
    private final LeaseTurns turns;
    private final Thread thread;
    private final List<HeldLease> held = new ArrayList<>();
    private final AtomicLong leases = new AtomicLong();
    private boolean hasWarned;
    private volatile boolean isClosed;

    LeaseKeeper(
            OffloadOptions options, WorkerSource source, Counters counters, WorkerRoster roster, WorkerDemand demand) {
        this.options = options;
        this.source = source;
        this.counters = counters;
        this.roster = roster;
        this.demand = demand;
        this.turns = new LeaseTurns(
                options.rank(), options.ranks(), options.backoffNs(), options.maxBackoffNs(), System.nanoTime());
        this.thread = Thread.ofPlatform().daemon().name("rfaas-leases").unstarted(this::keep);
    }

    void start() {
        thread.start();
    }

    /** Leases obtained so far. */
    long leases() {
        return leases.get();
    }

    /** Any thread: something may be to do at once. */
    void nudge() {
        LockSupport.unpark(thread);
    }

    /** Gives all leases back; the rank must not be in a loop. */
    @Override
    public void close() {
        isClosed = true;
        nudge();
        try {
            thread.join(CLOSE_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void keep() {
        try {
            while (!isClosed) {
                held.removeIf(this::giveBackIfUseless);
                int missing = demand.missing(roster.size());
                if (missing > 0) {
                    seek(missing);
                }
                boolean isSeeking = demand.missing(roster.size()) > 0;
                LockSupport.parkNanos(this, isSeeking ? Math.min(LOOK_NS, options.backoffNs()) : TICK_NS);
            }
        } finally {
            held.forEach(HeldLease::close);
            source.close();
        }
    }

    /** Workers of a lease that has ended are dropped at once; it is given back when the rank cannot be using them. */
    private boolean giveBackIfUseless(HeldLease lease) {
        boolean goesOn = !lease.isLost() && lease.keepUp();
        if (!goesOn) {
            roster.keepOnly(worker -> !lease.workers().contains(worker));
        }
        boolean isUseless = lease.isLost() || (!goesOn && !roster.isInUse());
        if (isUseless) {
            lease.close();
        }
        return isUseless;
    }

    private void seek(int missing) {
        double random = ThreadLocalRandom.current().nextDouble();
        int asked = turns.ask(missing, source.capacity(), System.nanoTime(), random);
        if (asked > 0) {
            lease(asked);
        }
    }

    private void lease(int wanted) {
        try {
            var granted = source.lease(wanted);
            long number = leases.incrementAndGet();
            HeldLease lease = new HeldLease(granted, number, counters);
            held.add(lease);
            granted.whenEnding(this::nudge);
            roster.add(lease.workers());
            LOG.info("leased {} of {} workers", roster.size(), options.workers());
            turns.granted(System.nanoTime());
        } catch (NoWorkersException | RuntimeException e) {
            turns.refused(System.nanoTime());
            if (!hasWarned && options.isSpokesman()) {
                hasWarned = true;
                LOG.warn("no workers, computing locally: {}", e.getMessage());
            } else {
                LOG.debug("no workers: {}", e.getMessage());
            }
        }
    }
}
