package org.rfaas.control;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs tasks one after the other, in order: on threads that live only while there is work, or, tasks that wait for nothing,
 * where they come from. One thread gives it tasks.
 */
final class SerialExecutor {
    private static final Logger LOG = LoggerFactory.getLogger(SerialExecutor.class);

    private final String name;
    private final Executor threads;
    private final Queue<Runnable> tasks = new ArrayDeque<>();
    private boolean running;

    /** @param threads runs what it is given on a thread of its own, or throws {@link OutOfMemoryError} and never runs it */
    SerialExecutor(String name, Executor threads) {
        this.name = name;
        this.threads = threads;
    }

    /**
     * Runs a task on another thread.
     *
     * @throws OutOfMemoryError when no thread can be started; the task will not run
     */
    void execute(Runnable task) {
        synchronized (tasks) {
            tasks.add(task);
            if (running) {
                return;
            }
            running = true;
        }
        try {
            threads.execute(this::drain);
        } catch (OutOfMemoryError e) {
            synchronized (tasks) {
                tasks.clear(); // of this one: nobody else gives any
                running = false;
            }
            throw e;
        }
    }

    /** Runs a task that waits for nothing on the calling thread, unless others are before it. */
    void executeHere(Runnable task) {
        synchronized (tasks) {
            if (running) {
                tasks.add(task);
                return;
            }
        }
        run(task);
    }

    private void drain() {
        while (true) {
            Runnable task;
            synchronized (tasks) {
                task = tasks.poll();
                if (task == null) {
                    running = false;
                    return;
                }
            }
            run(task);
        }
    }

    private void run(Runnable task) {
        try {
            task.run();
        } catch (Throwable e) {
            // those after it, such as the word that the connection is over, are to run whatever it did
            LOG.error("{}: a task failed", name, e);
        }
    }
}
