package org.rfaas.executor;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Ends an executor whose function has run for too long. It looks at the workers now and then, so that an invocation costs two
 * stores and no clock read; an overdue one is found at most a fifth of the shortest deadline late. As long as nothing has a
 * deadline there is no thread and nobody looks.
 *
 * <p>All of the executor ends: neither a Java thread nor a thread in C code can be stopped from outside.
 */
final class DeadlineWatch implements AutoCloseable {
    private static final int LOOKS_PER_DEADLINE = 10;

    private final List<WorkerPlace> workers;
    private final Consumer<String> overdue;
    private final long[] runs;
    private final long[] sinceNs;
    private volatile long shortestNs = Long.MAX_VALUE;
    private volatile boolean closed;
    private @Nullable Thread thread;

    /**
     * @param workers where they serve
     * @param overdue told what has run too long
     */
    DeadlineWatch(List<WorkerPlace> workers, Consumer<String> overdue) {
        this.workers = workers;
        this.overdue = overdue;
        this.runs = new long[workers.size()];
        this.sinceNs = new long[workers.size()];
    }

    /** From now on there may be runs of this deadline, {@link Long#MAX_VALUE} for none. Any thread. */
    synchronized void require(long deadlineNs) {
        if (deadlineNs >= shortestNs) {
            return;
        }
        shortestNs = deadlineNs;
        if (thread == null) {
            thread = Thread.ofPlatform().name("deadlines").daemon().start(this::watch);
        } else {
            LockSupport.unpark(thread);
        }
    }

    private void watch() {
        while (!closed && !look(System.nanoTime())) {
            LockSupport.parkNanos(Math.max(1, shortestNs / LOOKS_PER_DEADLINE));
        }
    }

    /** One look at all workers; true when one was overdue. */
    boolean look(long nowNs) {
        for (int i = 0; i < runs.length; i++) {
            WorkerAgent worker = workers.get(i).agent();
            long run = worker == null ? RunMark.IDLE : worker.currentRun();
            if (run == RunMark.IDLE || run != runs[i]) {
                runs[i] = run;
                sinceNs[i] = nowNs;
            } else if (worker != null && nowNs - sinceNs[i] >= worker.deadlineNs(run)) {
                overdue.accept(worker.describe(run) + " ran longer than its deadline of "
                        + TimeUnit.NANOSECONDS.toMillis(worker.deadlineNs(run)) + " ms");
                return true;
            }
        }
        return false;
    }

    @Override
    public synchronized void close() {
        closed = true;
        LockSupport.unpark(thread);
    }
}
