package org.rfaas.cli;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A service of this process and what it is made of. Everything is closed, newest first, when the process is told to end
 * (SIGTERM, SIGINT), also while the service still starts, or when starting fails.
 */
public final class Service implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Service.class);

    private final Deque<AutoCloseable> parts = new ArrayDeque<>();
    private final CountDownLatch stopped = new CountDownLatch(1);
    private boolean closed;

    private Service() {}

    /** A service without parts; from now on, the end of the process closes it. */
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

    /** Waits for the end of the process; never returns before. */
    public int runUntilStopped() throws InterruptedException {
        stopped.await();
        return 0;
    }

    @Override
    public void close() {
        while (true) {
            AutoCloseable part;
            synchronized (parts) {
                closed = true;
                part = parts.poll();
            }
            if (part == null) {
                stopped.countDown();
                return;
            }
            closeQuietly(part);
        }
    }

    private static void closeQuietly(AutoCloseable part) {
        try {
            part.close();
        } catch (Exception e) {
            LOG.warn("shutting down: {}", e.getMessage());
        }
    }
}
