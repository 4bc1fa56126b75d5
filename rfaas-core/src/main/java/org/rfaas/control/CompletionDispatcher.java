package org.rfaas.control;

import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.rfaas.fabric.CompletionQueue;
import org.rfaas.fabric.Fabric;
import org.rfaas.fabric.QueuePair;
import org.rfaas.fabric.WorkCompletion;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One platform thread that sleeps in one completion queue and hands each completion to its connection. Queue pairs are
 * closed on this thread, so none closes while a completion of it is being looked at.
 */
final class CompletionDispatcher implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(CompletionDispatcher.class);
    private static final long LONGEST_SLEEP_NS = 1_000_000_000L;

    private final CompletionQueue completions;
    private final Map<QueuePair, ControlConnection> connections = new ConcurrentHashMap<>();
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final Thread thread;
    private volatile boolean closing;

    CompletionDispatcher(Fabric fabric, String name, int depth) {
        this.completions = fabric.createCompletionQueue(depth);
        this.thread = Thread.ofPlatform().name(name).daemon().start(this::run);
    }

    CompletionQueue completions() {
        return completions;
    }

    /** Lets the dispatcher look at completions and messages that this side's posting has made available. */
    void nudge() {
        completions.wakeUp();
    }

    void add(QueuePair queuePair, ControlConnection connection) {
        connections.put(queuePair, connection);
    }

    /** Forgets a connection and releases its resources, on the dispatcher's thread. */
    void remove(QueuePair queuePair, ControlConnection connection) {
        tasks.add(() -> {
            if (connections.remove(queuePair) != null) {
                connection.releaseResources();
            }
        });
        completions.wakeUp();
    }

    private void run() {
        WorkCompletion completion = new WorkCompletion();
        while (!closing) {
            runTasks();
            boolean more = completions.await(completion, LONGEST_SLEEP_NS);
            while (more) {
                dispatch(completion);
                more = completions.poll(completion);
            }
        }
        for (ControlConnection connection : connections.values()) {
            connection.close("this side shuts down");
        }
        runTasks();
        completions.close();
    }

    private void runTasks() {
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            try {
                task.run();
            } catch (RuntimeException e) {
                LOG.error("closing a control connection failed", e);
            }
        }
    }

    private void dispatch(WorkCompletion completion) {
        // absent: completions of a connection that was closed meanwhile
        ControlConnection connection = connections.get(completion.queuePair());
        if (connection == null) {
            return;
        }
        try {
            connection.completed(completion);
        } catch (RuntimeException e) {
            LOG.error("{} failed and is closed", connection.name(), e);
            connection.close("failed: " + e.getMessage());
        }
    }

    /** Closes every connection and the queue; returns when the thread has ended. */
    @Override
    public void close() {
        closing = true;
        completions.wakeUp();
        boolean interrupted = false;
        while (thread.isAlive() && !thread.equals(Thread.currentThread())) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
