package org.rfaas.offload.pool;

import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.rfaas.offload.OffloadOptions;
import org.rfaas.offload.report.Counters;
import org.rfaas.offload.worker.NoWorkersException;
import org.rfaas.offload.worker.UnusableWorkersException;
import org.rfaas.offload.worker.WorkerLease;
import org.rfaas.offload.worker.WorkerSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Seeks the workers that a rank wants, with back-off, in a thread of its own: a node that does not answer takes its time, in
 * which leases of others must be renewed.
 */
final class WorkerSearch {
    private static final Logger LOG = LoggerFactory.getLogger(WorkerSearch.class);

    /** Demand is looked at this often. */
    private static final long TICK_NS = 100_000_000;

    /** Who seeks workers looks around this often: one read of the board, which costs nobody else anything. */
    private static final long LOOK_NS = 10_000_000;

    private final OffloadOptions options;
    private final WorkerSource source;
    private final Counters counters;
    private final WorkerRoster roster;
    private final WorkerDemand demand;
    private final Consumer<HeldLease> keeper;
    private final LeaseTurns turns;
    private final SteadyThread thread;
    private final AtomicLong leases = new AtomicLong();
    private final VainSearches inVain;

    /** @param keeper given each lease, once its workers are on the roster */
    WorkerSearch(
            OffloadOptions options,
            WorkerSource source,
            Counters counters,
            WorkerRoster roster,
            WorkerDemand demand,
            Consumer<HeldLease> keeper) {
        this.options = options;
        this.source = source;
        this.counters = counters;
        this.roster = roster;
        this.demand = demand;
        this.keeper = keeper;
        this.inVain = new VainSearches(options);
        this.thread = new SteadyThread("search", options, this::look, () -> {});
        this.turns = new LeaseTurns(
                options.rank(), options.ranks(), options.backoffNs(), options.maxBackoffNs(), System.nanoTime());
    }

    void start() {
        thread.start();
    }

    /** Leases obtained so far. Any thread. */
    long leases() {
        return leases.get();
    }

    /** Any thread: there may be workers to seek. */
    void nudge() {
        thread.nudge();
    }

    /** Any thread: seeks no more. Returns at once. */
    void stop() {
        thread.stop();
    }

    /** Waits, after {@link #stop}, until the source is not used any more. */
    void awaitEnd() {
        var _ = thread.join(0);
    }

    private long look() {
        int missing = demand.missing(roster.size());
        if (missing > 0) {
            seek(missing);
        }
        boolean isSeeking = demand.missing(roster.size()) > 0;
        return isSeeking ? Math.min(LOOK_NS, options.backoffNs()) : TICK_NS;
    }

    private void seek(int missing) {
        double random = ThreadLocalRandom.current().nextDouble();
        int asked = turns.ask(missing, source::capacity, System.nanoTime(), random);
        if (asked > 0) {
            lease(asked);
        }
    }

    private void lease(int wanted) {
        try {
            handOver(source.lease(wanted));
            int leased = roster.size();
            LOG.info("leased {} of {} workers", leased, Math.max(leased, options.workers()));
            turns.granted(System.nanoTime());
            inVain.end();
        } catch (NoWorkersException e) {
            if (e.isByLimit()) {
                turns.unusable(System.nanoTime());
            } else {
                turns.refused(System.nanoTime());
            }
            tell(e);
        } catch (UnusableWorkersException | RuntimeException e) {
            turns.unusable(System.nanoTime());
            tell(e);
        } catch (Error e) { // the thread tells of it, with its trace
            turns.unusable(System.nanoTime());
            throw e;
        }
    }

    private void tell(Exception failure) {
        Optional<String> news = inVain.add(roster.size());
        news.ifPresentOrElse(
                what -> LOG.warn("{}: {}", what, failure.getMessage()),
                () -> LOG.debug("no workers: {}", failure.getMessage()));
    }

    private void handOver(WorkerLease granted) {
        try {
            handOver(new HeldLease(granted, leases.incrementAndGet(), counters));
        } catch (RuntimeException | Error e) { // nobody would give it back before its time is up
            giveBack(granted, e);
            throw e;
        }
    }

    private void handOver(HeldLease lease) {
        roster.add(lease.workers());
        try {
            keeper.accept(lease);
        } catch (RuntimeException | Error e) { // nobody would drop them when the lease has ended
            roster.keepOnly(worker -> !lease.workers().contains(worker));
            throw e;
        }
    }

    private static void giveBack(WorkerLease granted, Throwable why) {
        try {
            granted.close();
        } catch (RuntimeException | Error e) {
            why.addSuppressed(e);
        }
    }
}
