package org.rfaas.thread;

import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;

/** Starts virtual threads; a task either runs on one, or its caller hears that it never will. Any thread. */
public final class VirtualThreads {
    private VirtualThreads() {}

    /**
     * Runs a task on a thread of its own.
     *
     * @throws OutOfMemoryError when no thread can be started; the task does not run then, not even later
     */
    public static void start(String name, Runnable task) {
        startBy(claimed -> Thread.ofVirtual().name(name).start(claimed), task);
    }

    /**
     * The scheduler of virtual threads has a task before it looks for a thread that carries it: when there is none, whoever
     * carries others may run it all the same.
     */
    static void startBy(Executor starter, Runnable task) {
        AtomicBoolean claimed = new AtomicBoolean();
        try {
            starter.execute(() -> {
                if (claimed.compareAndSet(false, true)) {
                    task.run();
                }
            });
        } catch (OutOfMemoryError e) {
            if (claimed.compareAndSet(false, true)) {
                throw e;
            }
        }
    }
}
