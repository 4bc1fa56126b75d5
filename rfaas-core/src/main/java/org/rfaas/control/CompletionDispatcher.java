package org.rfaas.control;

import java.util.ArrayDeque;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
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
    private static final int FAILURES_IN_A_ROW = 3;
    private static final long FAILURE_PAUSE_NS = 100_000_000L;

    private final CompletionQueue completions;
    private final Map<QueuePair, ControlConnection> connections = new ConcurrentHashMap<>();
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    /** Connections whose owners do not know yet that they are over; of the thread. */
    private final Queue<ControlConnection> untold = new ArrayDeque<>();

    private final Thread thread;
    private volatile boolean closing;

    CompletionDispatcher(Fabric fabric, String name, int depth) {
        this.completions = fabric.createCompletionQueue(depth);
        try {
            this.thread = Thread.ofPlatform().name(name).daemon().start(this::run);
        } catch (OutOfMemoryError e) { // no thread can be started
            completions.close();
            throw e;
        }
    }

    CompletionQueue completions() {
        return completions;
    }

    void add(QueuePair queuePair, ControlConnection connection) {
        connections.put(queuePair, connection);
    }

    /** Forgets a connection, releases its resources and has its owner told, on the dispatcher's thread. */
    void remove(QueuePair queuePair, ControlConnection connection) {
        tasks.add(() -> {
            if (connections.remove(queuePair) != null) {
                untold.add(connection); // however its release goes
                connection.releaseResources();
            }
        });
        completions.wakeUp();
    }

    private void run() {
        WorkCompletion completion = new WorkCompletion();
        int failures = 0;
        while (!closing) {
            runTasks();
            tellOwners();
            try {
                boolean more = completions.await(completion, LONGEST_SLEEP_NS);
                while (more) {
                    dispatch(completion);
                    more = completions.poll(completion);
                }
                failures = 0;
            } catch (Throwable e) { // this thread serves every connection; it must outlive what one of them does
                failures++;
                survive(failures, e);
            }
        }
        for (ControlConnection connection : connections.values()) {
            connection.close("this side shuts down");
        }
        runTasks();
        tellOwners();
        completions.close();
    }

    /** Which connection made the queue fail is not known: it may be gone at the next look, else all have to go. */
    private void survive(int failures, Throwable failure) {
        if (failures < FAILURES_IN_A_ROW) {
            LOG.error("looking for completions failed", failure);
            return;
        }
        int open = connections.size();
        for (ControlConnection connection : connections.values()) {
            connection.close("its completion queue failed: " + failure);
        }
        if (failures == FAILURES_IN_A_ROW) {
            LOG.error("looking for completions failed again and again; {} connections are closed", open);
        }
        LockSupport.parkNanos(FAILURE_PAUSE_NS);
    }

    private void runTasks() {
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            try {
                task.run();
            } catch (Throwable e) {
                LOG.error("closing a control connection failed", e);
            }
        }
    }

    /** On a machine that has no thread left those who are not told hear of it at the next look. */
    private void tellOwners() {
        try {
            for (ControlConnection over = untold.peek(); over != null; over = untold.peek()) {
                over.tellOwner();
                untold.remove();
            }
        } catch (OutOfMemoryError e) {
            LOG.warn("{} owners of connections cannot be told that they are over: {}", untold.size(), e.getMessage());
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
        } catch (Throwable e) {
            connection.close("failed: " + e);
            LOG.error("{} failed and is closed", connection.name(), e);
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
