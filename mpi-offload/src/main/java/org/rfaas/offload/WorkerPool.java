package org.rfaas.offload;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import org.rfaas.offload.worker.NoWorkersException;
import org.rfaas.offload.worker.WorkerLease;
import org.rfaas.offload.worker.WorkerPort;
import org.rfaas.offload.worker.WorkerSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The workers of a rank. A background thread leases them while the rank computes, renews leases, and seeks new ones, with
 * back-off, for what got lost. The rank's thread sees changes as a new {@link #generation}.
 */
final class WorkerPool implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(WorkerPool.class);

    /** Leases are looked after at least this often. */
    private static final long TICK_NS = 100_000_000;

    /** Who seeks workers looks around this often: one read of the board, which costs nobody else anything. */
    private static final long LOOK_NS = 10_000_000;

    /** How long an expected gain counts; loops that gain say so again and again. */
    private static final long GAIN_MEMORY_NS = 2_000_000_000L;

    /** How long {@link #close} waits for leases to be given back. */
    private static final long CLOSE_MS = 5_000;

    private record Held(WorkerLease lease, List<RemoteWorker> workers, long durationNs) {}

    private final OffloadOptions options;
    private final WorkerSource source;
    private final Counters counters;
    private final Thread keeper;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final AtomicLong leases = new AtomicLong();
    private final AtomicLong lost = new AtomicLong();

    /** Touched by the keeper alone until it has ended. */
    private final List<Held> held = new ArrayList<>();

    private volatile List<RemoteWorker> workers = List.of();
    private final AtomicInteger generation = new AtomicInteger();
    private volatile boolean isClosed;

    /** Guarded by the lock. */
    private boolean isNudged;

    private boolean hasWarned;
    private final LeaseTurns turns;

    /** Until when another worker is expected to gain. */
    private volatile long gainfulUntilNs = System.nanoTime();

    WorkerPool(OffloadOptions options, WorkerSource source, Counters counters) {
        this.options = options;
        this.source = source;
        this.counters = counters;
        this.turns = new LeaseTurns(
                options.rank(), options.ranks(), options.backoffNs(), options.maxBackoffNs(), System.nanoTime());
        this.keeper = Thread.ofPlatform().daemon().name("rfaas-leases").unstarted(this::keep);
    }

    void start() {
        keeper.start();
    }

    /** Changes whenever {@link #workers} does. */
    int generation() {
        return generation.get();
    }

    List<RemoteWorker> workers() {
        return workers;
    }

    long leases() {
        return leases.get();
    }

    long lostWorkers() {
        return lost.get();
    }

    /** Waits until all wanted workers are there, or the time is up. */
    void awaitWorkers(long timeoutNs) {
        long leftNs = timeoutNs;
        lock.lock();
        try {
            while (workers.size() < options.workers() && leftNs > 0) {
                leftNs = changed.awaitNanos(leftNs);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
    }

    /** Forgets workers that the rank has found lost; called by the rank's thread. */
    void dropLost() {
        lock.lock();
        try {
            keepOnly(worker -> !worker.isLost());
        } finally {
            lock.unlock();
        }
    }

    /** Gives all leases back; the rank must not be in a loop. */
    @Override
    public void close() {
        lock.lock();
        try {
            isClosed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        try {
            keeper.join(CLOSE_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void keep() {
        try {
            while (!isClosed) {
                held.removeIf(this::closeIfUseless);
                held.forEach(this::renew);
                seek();
                pause();
            }
        } finally {
            held.forEach(lease -> closeQuietly(lease.lease()));
            closeQuietly(source);
        }
    }

    private void seek() {
        int missing = wanted() - workers.size();
        if (missing > 0) {
            double random = ThreadLocalRandom.current().nextDouble();
            int asked = turns.ask(missing, source.capacity(), System.nanoTime(), random);
            if (asked > 0) {
                lease(asked);
            }
        }
    }

    /** How many the rank seeks, and one more than it has as long as that is expected to gain. */
    private int wanted() {
        boolean isGainful = gainfulUntilNs - System.nanoTime() > 0;
        return isGainful
                ? Math.max(options.workers(), Math.min(options.maxWorkers(), workers.size() + 1))
                : options.workers();
    }

    /** Whether the rank may have more workers than now, so that it matters what one more would gain. */
    boolean mayGrow() {
        return workers.size() < options.maxWorkers();
    }

    /**
     * One more worker is expected to save this part of a loop's time.
     *
     * @param gain 0 to 1
     */
    void expectGain(double gain) {
        if (gain >= options.minGain()) {
            gainfulUntilNs = System.nanoTime() + GAIN_MEMORY_NS;
        }
    }

    private void lease(int wanted) {
        try {
            WorkerLease lease = source.lease(wanted);
            long number = leases.incrementAndGet();
            List<RemoteWorker> added = new ArrayList<>();
            for (WorkerPort port : lease.workers()) {
                added.add(new RemoteWorker(number + "." + added.size(), port, counters));
            }
            held.add(new Held(lease, List.copyOf(added), Math.max(1, lease.remainingNs())));
            lease.whenEnding(this::nudge);
            lock.lock();
            try {
                List<RemoteWorker> all = new ArrayList<>(workers);
                all.addAll(added);
                publish(all);
            } finally {
                lock.unlock();
            }
            LOG.info("leased {} of {} workers", workers.size(), options.workers());
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

    /** Prolongs a lease in the last third of its time; workers whose lease has ended are dropped. */
    private void renew(Held lease) {
        long remainingNs = lease.lease().remainingNs();
        boolean isRenewed = remainingNs > 0 && remainingNs < lease.durationNs() / 3 && tryRenew(lease);
        if (remainingNs <= 0 && !isRenewed) {
            lock.lock();
            try {
                keepOnly(worker -> !lease.workers().contains(worker));
            } finally {
                lock.unlock();
            }
        }
    }

    private static boolean tryRenew(Held lease) {
        try {
            return lease.lease().renew();
        } catch (RuntimeException e) {
            LOG.debug("lease not renewed", e);
            return false;
        }
    }

    private boolean closeIfUseless(Held lease) {
        boolean isUseless = lease.workers().stream().allMatch(RemoteWorker::isLost);
        if (isUseless) {
            closeQuietly(lease.lease());
        }
        return isUseless;
    }

    private void pause() {
        lock.lock();
        try {
            int seen = generation.get();
            long leftNs = workers.size() < wanted() ? Math.min(LOOK_NS, options.backoffNs()) : TICK_NS;
            while (!isClosed && leftNs > 0 && seen == generation.get() && !isNudged) {
                leftNs = changed.awaitNanos(leftNs);
            }
            isNudged = false;
        } catch (InterruptedException e) {
            isClosed = true;
        } finally {
            lock.unlock();
        }
    }

    /** Something may be to do at once. */
    private void nudge() {
        lock.lock();
        try {
            isNudged = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Holding the lock. */
    private void keepOnly(Predicate<RemoteWorker> isKept) {
        List<RemoteWorker> left = workers.stream().filter(isKept).toList();
        if (left.size() < workers.size()) {
            lost.addAndGet(workers.size() - left.size());
            publish(left);
        }
    }

    /** Holding the lock. */
    private void publish(List<RemoteWorker> all) {
        workers = List.copyOf(all);
        generation.incrementAndGet();
        changed.signalAll();
    }

    private static void closeQuietly(AutoCloseable resource) {
        try {
            resource.close();
        } catch (Exception e) {
            LOG.debug("closing {}", resource, e);
        }
    }
}
