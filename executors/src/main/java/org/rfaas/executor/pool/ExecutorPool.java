package org.rfaas.executor.pool;

import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.rfaas.executor.manager.ExecutorLauncher;
import org.rfaas.executor.manager.ExecutorStartException;
import org.rfaas.executor.manager.ExecutorStarter;
import org.rfaas.executor.manager.RunningExecutor;
import org.rfaas.executor.manager.StandbyExecutor;
import org.rfaas.executor.pipe.ExecutorCommand.Assign;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps executors started, sandboxed and warm, and hands them over one a lease; refills in the background, while a core is
 * free that somebody may lease. A lease that no pooled one fits, or that finds none, gets a fresh one. Any thread may launch.
 */
public final class ExecutorPool implements ExecutorLauncher, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ExecutorPool.class);
    /** How often it looks at the machine's memory. */
    private static final Duration LOOK = Duration.ofSeconds(1);
    /** After a failed start: whatever was wrong may pass, but not at once. */
    private static final Duration RETRY = Duration.ofSeconds(5);

    private final PoolOptions options;
    private final ExecutorStarter starter;
    private final ExecutorLauncher fresh;
    private final LongSupplier availableBytes;
    private final Standbys standbys;
    private final Thread keeper;

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
        this.standbys = new Standbys(options, System::nanoTime);
        this.keeper = Thread.ofPlatform().name("executor-pool").daemon().unstarted(this::keep);
    }

    /** Begins to fill. */
    public void start() {
        keeper.start();
    }

    @Override
    public RunningExecutor launch(Assign assignment, long memoryBytes, Duration timeout) throws ExecutorStartException {
        int cores = assignment.workers();
        standbys.leased(cores);
        boolean isLaunched = false;
        try {
            RunningExecutor executor = pooledOrFresh(assignment, memoryBytes, timeout);
            var _ = executor.exit().thenRun(() -> standbys.freed(cores));
            isLaunched = true;
            return executor;
        } finally {
            if (!isLaunched) { // for whatever reason: the pool would never be filled again
                standbys.freed(cores);
            }
        }
    }

    private RunningExecutor pooledOrFresh(Assign assignment, long memoryBytes, Duration timeout)
            throws ExecutorStartException {
        if (assignment.fabric().equals(options.fabric()) && memoryBytes <= options.memoryBytes()) {
            for (Optional<StandbyExecutor> next = standbys.take(); next.isPresent(); next = standbys.take()) {
                try {
                    return next.get().serve(assignment, memoryBytes, timeout);
                } catch (ExecutorStartException e) {
                    LOG.warn("{} of the pool failed: {}", next.get().name(), e.getMessage());
                }
            }
        }
        return fresh.launch(assignment, memoryBytes, timeout);
    }

    /** Waits until it is full; false when the time is up. */
    public boolean awaitFull(Duration patience) throws InterruptedException {
        return standbys.awaitFull(patience);
    }

    private void keep() {
        try {
            boolean goesOn = true;
            while (goesOn) {
                goesOn = takeStep();
            }
        } catch (InterruptedException e) {
            LOG.debug("the pool is kept no longer", e);
        }
    }

    /** Whatever goes wrong with one step, the pool is kept on: whether it is. */
    private boolean takeStep() throws InterruptedException {
        try {
            switch (standbys.decide(availableBytes.getAsLong())) {
                case FILL -> fill();
                case GIVE_BACK -> giveBack();
                case SETTLE -> standbys.settle();
                case WAIT -> standbys.awaitChange(LOOK);
                case STOP -> {
                    return false;
                }
            }
        } catch (RuntimeException | Error e) { // that no thread can be started is an Error
            LOG.warn("keeping the pool failed and is tried again", e);
            Thread.sleep(RETRY); // whatever changes meanwhile: it may have failed before it looked at the changes
        }
        return true;
    }

    private void fill() throws InterruptedException {
        try {
            // into the pool; once that is closed, close ends it
            standbys.add(starter.startStandby(options.fabric(), options.heapBytes(), options.startTimeout()));
        } catch (ExecutorStartException e) {
            if (!Thread.currentThread().isInterrupted()) {
                LOG.warn("an executor for the pool did not become ready: {}", e.getMessage());
            }
            standbys.awaitChange(RETRY);
        }
    }

    /** Returns when nothing of it is left. */
    private static void kill(StandbyExecutor executor) {
        executor.kill();
        executor.exit().join();
    }

    private void giveBack() {
        standbys.take().ifPresent(executor -> {
            LOG.info("memory is short: {} of the pool is given back", executor.name());
            kill(executor);
        });
    }

    /** Ends the pooled executors, and waits until nothing is left of them. Idempotent. */
    @Override
    public void close() {
        standbys.close();
        keeper.interrupt();
        try {
            keeper.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        for (Optional<StandbyExecutor> next = standbys.take(); next.isPresent(); next = standbys.take()) {
            kill(next.get());
        }
    }
}
