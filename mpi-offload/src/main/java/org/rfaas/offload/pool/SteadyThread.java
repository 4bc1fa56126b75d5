package org.rfaas.offload.pool;

import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.rfaas.offload.OffloadOptions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A thread that takes one step after another until it is stopped. Whatever a step throws costs that step only, and a warning
 * the first time.
 */
final class SteadyThread {
    private static final Logger LOG = LoggerFactory.getLogger(SteadyThread.class);

    /** From a step that failed to the next. */
    private static final long AFTER_FAILURE_NS = 100_000_000;

    private final Thread thread;
    private final LongSupplier step;
    private final Runnable last;
    private boolean hasWarned;
    private volatile boolean isStopped;

    /**
     * Starts nothing yet.
     *
     * @param duty in the thread's name, which log lines begin with; so is the rank where it is one of several
     * @param step answers how long to wait for the next one, ns
     * @param last run once, after the last step
     */
    SteadyThread(String duty, OffloadOptions options, LongSupplier step, Runnable last) {
        this.thread = Thread.ofPlatform().daemon().name(name(duty, options)).unstarted(this::run);
        this.step = step;
        this.last = last;
    }

    /** What a thread with this duty is called. */
    static String name(String duty, OffloadOptions options) {
        return "rfaas-" + duty + (options.ranks() > 1 ? " of rank " + options.rank() : "");
    }

    void start() {
        thread.start();
    }

    /** Whether there is a thread, or was one. */
    boolean hasStarted() {
        return thread.getState() != Thread.State.NEW;
    }

    /** Any thread: the next step is due at once. */
    void nudge() {
        LockSupport.unpark(thread);
    }

    /** Any thread: no more steps after the one that is being taken. Returns at once. */
    void stop() {
        isStopped = true;
        nudge();
    }

    /**
     * Waits until it has ended, unless it never started.
     *
     * @param timeoutMs 0 for ever
     * @return false when it goes on: the time is up, or the caller was interrupted
     */
    boolean join(long timeoutMs) {
        try {
            thread.join(timeoutMs);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return !thread.isAlive();
    }

    private void run() {
        while (!isStopped) {
            LockSupport.parkNanos(this, take());
        }
        last.run();
    }

    private long take() {
        try {
            return step.getAsLong();
        } catch (RuntimeException | Error e) { // a thread that cannot be started, by what a step calls, is an Error
            if (hasWarned) {
                LOG.debug("{} failed again", thread.getName(), e);
            } else {
                hasWarned = true;
                LOG.warn("{} failed and goes on", thread.getName(), e);
            }
            return AFTER_FAILURE_NS;
        }
    }
}
