package org.rfaas.executor.pool;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.rfaas.executor.manager.StandbyExecutor;

/** The executors that wait, and what is to be done about their number. Any thread. */
final class Standbys {
    /** More than an idle executor takes: one that is started must not be given back for its own sake. */
    private static final long ONE_MORE_BYTES = 128L << 20;
    /** Whoever was just given an executor connects and ships to it, for which the start of another leaves no cores. */
    private static final long SETTLE_MS = 250;

    /** What a keeper does next. */
    enum Step {
        FILL,
        /** Wait, but not for long. */
        SETTLE,
        GIVE_BACK,
        WAIT,
        STOP
    }

    private final PoolOptions options;
    private final LongSupplier clockNs;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Deque<StandbyExecutor> ready = new ArrayDeque<>();
    private boolean closed;
    private int leasedCores;
    private long refillAtNs;
    private long changes;
    /** Of the last decision. */
    private long seenChanges;

    /** @param clockNs what time it is, ns */
    Standbys(PoolOptions options, LongSupplier clockNs) {
        this.options = options;
        this.clockNs = clockNs;
        this.refillAtNs = clockNs.getAsLong();
    }

    /** One more waits. */
    void add(StandbyExecutor executor) {
        lock.lock();
        try {
            ready.addLast(executor);
            signal();
        } finally {
            lock.unlock();
        }
    }

    /** The one that has waited longest. */
    Optional<StandbyExecutor> take() {
        lock.lock();
        try {
            StandbyExecutor taken = ready.pollFirst();
            if (settlingNs() <= 0) { // else a steady flow of leases would put it off for ever
                refillAtNs = clockNs.getAsLong() + TimeUnit.MILLISECONDS.toNanos(SETTLE_MS);
            }
            signal();
            return Optional.ofNullable(taken);
        } finally {
            lock.unlock();
        }
    }

    /** So many cores more of the node are leased. */
    void leased(int cores) {
        changeLeased(cores);
    }

    /** So many cores of the node are leased no longer. */
    void freed(int cores) {
        changeLeased(-cores);
    }

    private void changeLeased(int cores) {
        lock.lock();
        try {
            leasedCores += cores;
            signal();
        } finally {
            lock.unlock();
        }
    }

    void close() {
        lock.lock();
        try {
            closed = true;
            signal();
        } finally {
            lock.unlock();
        }
    }

    private void signal() {
        changes++;
        changed.signalAll();
    }

    /**
     * What to do.
     *
     * @param availableBytes memory of the machine that is free for new programs
     */
    Step decide(long availableBytes) {
        lock.lock();
        try {
            seenChanges = changes;
            if (closed) {
                return Step.STOP;
            }
            ready.removeIf(executor -> executor.exit().isDone());
            if (availableBytes < options.minFreeBytes()) {
                return ready.isEmpty() ? Step.WAIT : Step.GIVE_BACK;
            }
            boolean room = availableBytes - ONE_MORE_BYTES >= options.minFreeBytes();
            // on a node without a free core nobody can lease one, and starting it would slow down those who did
            boolean isFull = leasedCores >= options.cores();
            if (ready.size() >= options.size() || !room || isFull) {
                return Step.WAIT;
            }
            return settlingNs() > 0 ? Step.SETTLE : Step.FILL;
        } finally {
            lock.unlock();
        }
    }

    /** How long the start of another executor has to wait; with the lock. */
    private long settlingNs() {
        return refillAtNs - clockNs.getAsLong();
    }

    /** Waits until something has changed since the last decision, but not longer than that. */
    void awaitChange(Duration patience) throws InterruptedException {
        lock.lock();
        try {
            long remainingNs = patience.toNanos();
            while (!closed && changes == seenChanges && remainingNs > 0) {
                remainingNs = changed.awaitNanos(remainingNs);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Waits until the next one may be started, or something changes. */
    void settle() throws InterruptedException {
        awaitChange(Duration.ofMillis(SETTLE_MS));
    }

    /** Waits until there are as many as there should be; false when the time is up. */
    boolean awaitFull(Duration patience) throws InterruptedException {
        long remainingNs = patience.toNanos();
        lock.lock();
        try {
            while (ready.size() < options.size() && remainingNs > 0) {
                remainingNs = changed.awaitNanos(remainingNs);
            }
            return ready.size() >= options.size();
        } finally {
            lock.unlock();
        }
    }
}
