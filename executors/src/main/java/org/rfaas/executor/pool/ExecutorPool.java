package org.rfaas.executor.pool;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.rfaas.executor.manager.ExecutorLauncher;
import org.rfaas.executor.manager.ExecutorStartException;
import org.rfaas.executor.manager.ExecutorStarter;
import org.rfaas.executor.manager.RunningExecutor;
import org.rfaas.executor.manager.StandbyExecutor;
import org.rfaas.executor.pipe.ManagerCommand.Assign;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps executors started, sandboxed and warm, and hands them over one a lease; refills in the background, while a core is
 * free that somebody may lease. A lease that no pooled one fits, or that finds none, gets a fresh one. Any thread may launch.
 */
public final class ExecutorPool implements ExecutorLauncher, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ExecutorPool.class);
    /** How often it looks at the machine's memory. */
    private static final long LOOK_MS = 1000;
    /** More than an idle executor takes: one that is started must not be given back for its own sake. */
    private static final long ONE_MORE_BYTES = 128L << 20;
    /** Whoever was just given an executor connects and ships to it, for which the start of another leaves no cores. */
    private static final long SETTLE_MS = 250;
    /** After a failed start: whatever was wrong may pass, but not at once. */
    private static final long RETRY_MS = 5000;

    private final PoolOptions options;
    private final ExecutorStarter starter;
    private final ExecutorLauncher fresh;
    private final LongSupplier availableBytes;
    private final Thread keeper;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Deque<StandbyExecutor> ready = new ArrayDeque<>();
    private boolean closed;
    private int leasedCores;
    private long refillAtNs = System.nanoTime();
    private long changes;
    /** Of the last look. */
    private long seenChanges;

    /**
     * @param starter of pooled executors
     * @param fresh for leases that get none of them
     * @param availableBytes memory of the machine that is free for new programs
     */
    public ExecutorPool(
            PoolOptions options, ExecutorStarter starter, ExecutorLauncher fresh, LongSupplier availableBytes) {
        this.options = options;
        this.starter = starter;
        this.fresh = fresh;
        this.availableBytes = availableBytes;
        this.keeper = Thread.ofPlatform().name("executor-pool").daemon().unstarted(this::keep);
    }

    /** Begins to fill. */
    public void start() {
        keeper.start();
    }

    @Override
    public RunningExecutor launch(Assign assignment, long memoryBytes, Duration timeout) throws ExecutorStartException {
        int cores = assignment.workers();
        lease(cores);
        try {
            RunningExecutor executor = pooledOrFresh(assignment, memoryBytes, timeout);
            var _ = executor.exit().thenRun(() -> lease(-cores));
            return executor;
        } catch (ExecutorStartException | RuntimeException e) {
            lease(-cores);
            throw e;
        }
    }

    private RunningExecutor pooledOrFresh(Assign assignment, long memoryBytes, Duration timeout)
            throws ExecutorStartException {
        if (assignment.fabric().equals(options.fabric()) && memoryBytes <= options.memoryBytes()) {
            for (Optional<StandbyExecutor> next = take(); next.isPresent(); next = take()) {
                try {
                    return next.get().serve(assignment, memoryBytes, timeout);
                } catch (ExecutorStartException e) {
                    LOG.warn("{} of the pool failed: {}", next.get().name(), e.getMessage());
                }
            }
        }
        return fresh.launch(assignment, memoryBytes, timeout);
    }

    private void lease(int cores) {
        lock.lock();
        try {
            leasedCores += cores;
            signal();
        } finally {
            lock.unlock();
        }
    }

    private Optional<StandbyExecutor> take() {
        lock.lock();
        try {
            StandbyExecutor taken = ready.pollFirst();
            if (settlingMs() <= 0) { // else a steady flow of leases would put it off for ever
                refillAtNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(SETTLE_MS);
            }
            signal();
            return Optional.ofNullable(taken);
        } finally {
            lock.unlock();
        }
    }

    private void signal() {
        changes++;
        changed.signalAll();
    }

    /** Waits until it is full; false when the time is up. */
    public boolean awaitFull(Duration patience) throws InterruptedException {
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

    private void keep() {
        try {
            while (true) {
                switch (decide()) {
                    case FILL -> fill();
                    case GIVE_BACK -> giveBack();
                    case SETTLE -> await(SETTLE_MS);
                    case WAIT -> await(LOOK_MS);
                    case STOP -> {
                        return;
                    }
                }
            }
        } catch (InterruptedException e) {
            LOG.debug("the pool is kept no longer", e);
        }
    }

    private enum Step {
        FILL,
        SETTLE,
        GIVE_BACK,
        WAIT,
        STOP
    }

    private Step decide() {
        long available = availableBytes.getAsLong();
        lock.lock();
        try {
            seenChanges = changes;
            if (closed) {
                return Step.STOP;
            }
            ready.removeIf(executor -> executor.exit().isDone());
            if (available < options.minFreeBytes()) {
                return ready.isEmpty() ? Step.WAIT : Step.GIVE_BACK;
            }
            boolean room = available - ONE_MORE_BYTES >= options.minFreeBytes();
            // on a node without a free core nobody can lease one, and starting it would slow down those who did
            boolean isFull = leasedCores >= options.cores();
            if (ready.size() >= options.size() || !room || isFull) {
                return Step.WAIT;
            }
            return settlingMs() > 0 ? Step.SETTLE : Step.FILL;
        } finally {
            lock.unlock();
        }
    }

    /** How long the start of another executor has to wait; with the lock. */
    private long settlingMs() {
        return TimeUnit.NANOSECONDS.toMillis(refillAtNs - System.nanoTime());
    }

    private void fill() throws InterruptedException {
        try {
            add(starter.startStandby(options.fabric(), options.heapBytes(), options.startTimeout()));
        } catch (ExecutorStartException e) {
            if (!Thread.currentThread().isInterrupted()) {
                LOG.warn("an executor for the pool did not become ready: {}", e.getMessage());
            }
            await(RETRY_MS);
        }
    }

    /** Returns when nothing of it is left. */
    private static void kill(StandbyExecutor executor) {
        executor.kill();
        executor.exit().join();
    }

    /** Into the pool; once that is closed, {@link #close} ends it. */
    private void add(StandbyExecutor executor) {
        lock.lock();
        try {
            ready.addLast(executor);
            signal();
        } finally {
            lock.unlock();
        }
    }

    private void giveBack() {
        take().ifPresent(executor -> {
            LOG.info("memory is short: {} of the pool is given back", executor.name());
            kill(executor);
        });
    }

    private void await(long ms) throws InterruptedException {
        lock.lock();
        try {
            long remainingNs = TimeUnit.MILLISECONDS.toNanos(ms);
            while (!closed && changes == seenChanges && remainingNs > 0) {
                remainingNs = changed.awaitNanos(remainingNs);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Ends the pooled executors, and waits until nothing is left of them. Idempotent. */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            signal();
        } finally {
            lock.unlock();
        }
        keeper.interrupt();
        try {
            keeper.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        for (Optional<StandbyExecutor> next = take(); next.isPresent(); next = take()) {
            kill(next.get());
        }
    }
}
