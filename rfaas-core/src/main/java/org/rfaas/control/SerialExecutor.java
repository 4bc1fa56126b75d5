package org.rfaas.control;

import java.util.ArrayDeque;
import java.util.Queue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs tasks one after the other, in order: on virtual threads that live only while there is work, or, tasks that wait for
 * nothing, where they come from.
 */
final class SerialExecutor {
    private static final Logger LOG = LoggerFactory.getLogger(SerialExecutor.class);

    private final String name;
    private final Queue<Runnable> tasks = new ArrayDeque<>();
    private boolean running;

    SerialExecutor(String name) {
        this.name = name;
    }

    void execute(Runnable task) {
        synchronized (tasks) {
            tasks.add(task);
            if (running) {
                return;
            }
            running = true;
        }
        startDraining();
    }

    /** Runs a task that waits for nothing on the calling thread, unless others are before it. */
    void executeHere(Runnable task) {
        synchronized (tasks) {
            if (running) {
                tasks.add(task);
                return;
            }
            running = true;
        }
        run(task);
        boolean more;
        synchronized (tasks) {
            more = !tasks.isEmpty();
            running = more;
        }
        if (more) {
            startDraining();
        }
    }

    private void startDraining() {
        try {
            Thread.ofVirtual().name(name).start(this::drain);
        } catch (OutOfMemoryError e) { // no thread can be started: here rather than never, or its end would go unheard
            LOG.warn("{}: {}; its tasks run where they come from", name, e.getMessage());
            drain();
        }
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
