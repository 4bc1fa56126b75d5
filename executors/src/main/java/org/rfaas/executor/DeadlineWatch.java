package org.rfaas.executor;

import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Ends an executor whose function has run for too long. It looks at the workers now and then, so that an invocation costs two
 * stores and no clock read; an overdue one is found when at most a fifth of the deadline more has passed.
 *
 * <p>All of the executor ends: neither a Java thread nor a thread in C code can be stopped from outside.
 */
final class DeadlineWatch implements Runnable {
    private static final int LOOKS_PER_DEADLINE = 10;

    /** Loading code takes its time where a function need not; but constructors of a library may loop, too. */
    private static final long SYSTEM_FUNCTION_NS = TimeUnit.SECONDS.toNanos(30);

    private final long deadlineNs;
    private final IntFunction<@Nullable WorkerAgent> workers;
    private final Consumer<String> overdue;
    private final long[] runs;
    private final long[] sinceNs;

    /**
     * @param workers how many there are
     * @param worker by its number, null as long as it does not run
     * @param overdue told what has run too long
     */
    DeadlineWatch(long deadlineNs, int workers, IntFunction<@Nullable WorkerAgent> worker, Consumer<String> overdue) {
        this.deadlineNs = deadlineNs;
        this.workers = worker;
        this.overdue = overdue;
        this.runs = new long[workers];
        this.sinceNs = new long[workers];
    }

    @Override
    public void run() {
        try {
            while (!look(System.nanoTime())) {
                TimeUnit.NANOSECONDS.sleep(Math.max(1, deadlineNs / LOOKS_PER_DEADLINE));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** One look at all workers; true when one was overdue. */
    boolean look(long nowNs) {
        for (int i = 0; i < runs.length; i++) {
            WorkerAgent worker = workers.apply(i);
            long run = worker == null ? WorkerAgent.IDLE : worker.currentRun();
            if (run == WorkerAgent.IDLE || run != runs[i]) {
                runs[i] = run;
                sinceNs[i] = nowNs;
            } else if (worker != null && nowNs - sinceNs[i] >= limitNs(worker)) {
                overdue.accept(worker.describeRun() + " ran longer than its deadline of "
                        + TimeUnit.NANOSECONDS.toMillis(limitNs(worker)) + " ms");
                return true;
            }
        }
        return false;
    }

    private long limitNs(WorkerAgent worker) {
        return worker.runsSystemFunction() ? Math.max(deadlineNs, SYSTEM_FUNCTION_NS) : deadlineNs;
    }
}
