package org.rfaas.cli;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A service of this process and what it is made of. Everything is closed, newest first, when the process is told to end
 * (SIGTERM, SIGINT), also while the service still starts, or when starting fails. The first part, on which all others stand,
 * is closed only when nothing more starts on it.
 */
public final class Service implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Service.class);

    /** Starting ends soon when the parts it uses are closed; if it waits for one of them, when it is interrupted. */
    private static final long STARTING_PATIENCE_MS = 2500;

    private final Thread starter = Thread.currentThread();
    private final CountDownLatch startingOver = new CountDownLatch(1);
    private final Deque<AutoCloseable> parts = new ArrayDeque<>();
    private final CountDownLatch stopped = new CountDownLatch(1);
    private boolean closed;

    private Service() {}

    /** A service without parts, which this thread starts; from now on, the end of the process closes it. */
    public static Service begin() {
        Service service = new Service();
        Runtime.getRuntime().addShutdownHook(new Thread(service::close, "shutdown"));
        return service;
    }

    /** Adds a part that has started; when the process ends already, closes it at once. */
    public <T extends AutoCloseable> T add(T part) {
        synchronized (parts) {
            if (!closed) {
                parts.push(part);
                return part;
            }
        }
        closeQuietly(part);
        throw CliException.failed("told to end while starting", null);
    }

    /** Everything has started: waits for the end of the process; never returns before. */
    public int runUntilStopped() throws InterruptedException {
        startingOver.countDown();
        stopped.await();
        return 0;
    }

    /** Returns when everything is closed, also if another thread does that. */
    @Override
    public void close() {
        if (Thread.currentThread().equals(starter)) {
            startingOver.countDown();
        }
        closeParts();
    }

    /** One thread closes; to the others, who wait for it, nothing is left. */
    private synchronized void closeParts() {
        for (AutoCloseable part = take(1); part != null; part = take(1)) {
            closeQuietly(part);
        }
        awaitStarter();
        AutoCloseable first = take(0);
        if (first != null) {
            closeQuietly(first);
        }
        stopped.countDown();
    }

    /** The newest part, if there are more than so many; none can be added from now on. */
    private @Nullable AutoCloseable take(int left) {
        synchronized (parts) {
            closed = true;
            return parts.size() > left ? parts.poll() : null;
        }
    }

    private void awaitStarter() {
        try {
            if (!isStartingOver()) {
                starter.interrupt();
                if (!isStartingOver()) {
                    LOG.warn("told to end while {} starts something that does not end", starter.getName());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean isStartingOver() throws InterruptedException {
        return startingOver.await(STARTING_PATIENCE_MS, TimeUnit.MILLISECONDS);
    }

    private static void closeQuietly(AutoCloseable part) {
        try {
            part.close();
        } catch (Exception e) {
            LOG.warn("shutting down: {}", e.getMessage());
        }
    }
}
