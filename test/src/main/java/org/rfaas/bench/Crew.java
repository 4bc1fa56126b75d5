package org.rfaas.bench;

import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadFactory;

/** Threads that work at the same time. */
final class Crew {
    private Crew() {}

    /**
     * Runs each task on a thread of its own and waits for all of them.
     *
     * @throws IllegalStateException with the cause when one of them failed: what the others measured is without it
     */
    static void work(ThreadFactory threads, List<? extends Runnable> tasks) {
        List<? extends Future<?>> all;
        try (ExecutorService crew = Executors.newThreadPerTaskExecutor(threads)) {
            all = tasks.stream().map(crew::submit).toList();
        }
        for (Future<?> task : all) {
            if (task.state() == Future.State.FAILED) {
                throw new IllegalStateException("a measuring thread has failed", task.exceptionNow());
            }
        }
    }
}
