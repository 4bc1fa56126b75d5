package org.rfaas.fabric;

import org.jspecify.annotations.Nullable;

/**
 * Waits on a completion queue the way hot and warm invocations need it: first spins, then spins but yields the core to
 * whoever wants it, then sleeps in the kernel. How long it has been idle counts from the last completion, or from {@link
 * #restart}, so many short waits in a row end up asleep as one long wait does. Where somebody else wants the core, it sleeps
 * until the next completion, see decision 39.
 *
 * <p>One thread at a time. Allocates nothing. A completion that is there at once costs one poll and no clock read.
 */
public final class CompletionWaiter {
    /** Yielding costs a system call, so it begins only when the answer is not a matter of a network round trip. */
    private static final long YIELD_AFTER_NS = 50_000;

    private static final int POLLS_PER_CLOCK_READ = 64;

    /** Instead of a time: polls only while completions come faster than a sleep costs, see {@link AdaptivePolling}. */
    public static final long ADAPTIVE = -1;

    private final CompletionQueue queue;
    private final long sleepAfterNs;
    private final @Nullable AdaptivePolling adaptive;
    private final WantedCore core = new WantedCore();

    private long idleSinceNs;
    private long startNs;
    private boolean waited;
    private long sleptNs;
    private boolean busy = true;

    /**
     * @param sleepAfterNs idle time after which it sleeps; 0 at once, {@link Long#MAX_VALUE} never, or {@link #ADAPTIVE}
     */
    public CompletionWaiter(CompletionQueue queue, long sleepAfterNs) {
        this.queue = queue;
        this.sleepAfterNs = sleepAfterNs;
        this.adaptive = sleepAfterNs == ADAPTIVE ? new AdaptivePolling() : null;
    }

    /** Time spent asleep in the kernel, in all. */
    public long sleptNs() {
        return sleptNs;
    }

    /**
     * When the last {@link #await} began to wait, by {@link System#nanoTime}.
     *
     * @param endNs when {@code await} returned; returned unchanged if it did not have to wait
     */
    public long waitedSinceNs(long endNs) {
        return waited ? startNs : endNs;
    }

    /** Begins a new idle period with the next {@link #await}. */
    public void restart() {
        busy = true;
    }

    /**
     * Takes the next completion.
     *
     * @return false when none came within {@code timeoutNs}, or {@link CompletionQueue#wakeUp} ended the sleep
     */
    public boolean await(WorkCompletion into, long timeoutNs) {
        waited = !queue.poll(into);
        if (!waited) {
            arrived(0);
            return true;
        }
        startNs = System.nanoTime();
        if (busy) {
            idleSinceNs = startNs;
            busy = false;
        }
        long pollNs = adaptive == null ? sleepAfterNs : adaptive.sleepAfterNs();
        long nowNs = startNs;
        while (nowNs - startNs < timeoutNs) {
            long idleNs = nowNs - idleSinceNs;
            if (idleNs >= pollNs || (core.isWanted() && maySleep())) {
                return sleep(into, timeoutNs - (nowNs - startNs), nowNs);
            }
            if (idleNs >= YIELD_AFTER_NS) {
                nowNs = yieldCore(nowNs);
            }
            for (int i = 0; i < POLLS_PER_CLOCK_READ; i++) {
                if (queue.poll(into)) {
                    arrived(idleNs);
                    return true;
                }
                Thread.onSpinWait();
            }
            nowNs = System.nanoTime();
        }
        return false;
    }

    /** When it has the core again. */
    @SuppressWarnings("ThreadPriorityCheck") // yielding is what lets more ranks and workers than cores make progress
    private long yieldCore(long nowNs) {
        Thread.yield();
        long thenNs = System.nanoTime();
        core.yielded(nowNs, thenNs);
        return thenNs;
    }

    private boolean maySleep() {
        return sleepAfterNs < Long.MAX_VALUE;
    }

    private boolean sleep(WorkCompletion into, long timeoutNs, long nowNs) {
        boolean arrived = queue.await(into, timeoutNs);
        long wokenNs = System.nanoTime();
        sleptNs += wokenNs - nowNs;
        if (arrived) {
            arrived(wokenNs - idleSinceNs);
        }
        return arrived;
    }

    private void arrived(long gapNs) {
        busy = true;
        core.tryAgain();
        if (adaptive != null) {
            adaptive.arrivedAfter(gapNs);
        }
    }
}
