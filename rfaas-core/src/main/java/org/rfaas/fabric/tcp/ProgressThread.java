package org.rfaas.fabric.tcp;

import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.rfaas.fabric.FabricException;
import org.rfaas.fabric.FabricResources;

/**
 * The one thread of a fabric. It drives the connections nobody polls, keeps and checks heartbeats, and closes the sockets
 * of connections that ended. With nothing to do it sleeps from heartbeat to heartbeat, without connections for good.
 */
final class ProgressThread {
    private static final long LINGER_LOOK_MS = 20;
    private static final Watched[] NONE = {};

    private final long intervalNs;
    private final long timeoutNs;
    private final Selector selector;
    private final Thread thread;
    private final Consumer<SelectionKey> onReady = this::ready;

    private volatile Watched[] connections = NONE;
    private volatile boolean stopping;

    /** When the pass under way began. */
    private long nowNs;

    ProgressThread(Duration heartbeatInterval, Duration heartbeatTimeout) {
        this.intervalNs = heartbeatInterval.toNanos();
        this.timeoutNs = heartbeatTimeout.toNanos();
        try {
            this.selector = Selector.open();
        } catch (IOException e) {
            throw new FabricException("cannot open a selector: " + e.getMessage(), e);
        }
        this.thread = Thread.ofPlatform().daemon().name("tcp-progress").unstarted(this::run);
    }

    /**
     * From now on connections are served.
     *
     * @throws OutOfMemoryError when there is no thread for it; then it is of no use any more
     */
    void start() {
        try {
            thread.start();
        } catch (OutOfMemoryError e) {
            FabricResources.closeQuietly(selector);
            throw e;
        }
    }

    synchronized void add(Connection connection) {
        Watched[] grown = Arrays.copyOf(connections, connections.length + 1);
        grown[grown.length - 1] = new Watched(connection);
        connections = grown;
        wakeUp();
    }

    private synchronized void remove(Watched watched) {
        connections =
                Arrays.stream(connections).filter(member -> member != watched).toArray(Watched[]::new);
    }

    /** Any thread: something other than the sockets has changed. */
    void wakeUp() {
        selector.wakeup();
    }

    /** Waits until no connection works on this region. */
    void withdraw(TcpMemoryRegion region) {
        for (Watched watched : connections) {
            watched.connection().withdraw(region);
        }
    }

    /** Lets closed connections end well, or after a while anyhow; then there is no thread any more. Idempotent. */
    void stop() {
        stopping = true;
        wakeUp();
        boolean interrupted = false;
        while (thread.isAlive()) {
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

    private void run() {
        long nextBeatNs = System.nanoTime() + intervalNs;
        long timeoutMs = 0;
        try (selector) {
            while (!stopping || connections.length > 0) {
                nowNs = System.nanoTime();
                selector.select(onReady, timeoutMs);
                nowNs = System.nanoTime();
                boolean isBeat = nowNs - nextBeatNs >= 0;
                if (isBeat) {
                    nextBeatNs = nowNs + intervalNs;
                }
                timeoutMs = connections.length == 0 ? 0 : toMs(nextBeatNs - nowNs);
                for (Watched watched : connections) {
                    timeoutMs = Math.min(timeoutMs, pass(watched, isBeat));
                }
            }
        } catch (IOException e) {
            TcpFabric.LOG.error("the progress thread of a tcp fabric ends: {}", e.getMessage(), e);
        }
    }

    /** Select's timeout; 0 would mean for ever. */
    private static long toMs(long ns) {
        return Math.max(1, TimeUnit.NANOSECONDS.toMillis(ns) + 1);
    }

    private void ready(SelectionKey key) {
        if (key.attachment() instanceof Watched watched) {
            try {
                watched.ready(nowNs);
            } catch (RuntimeException | Error e) {
                giveUp(watched, e);
            }
        }
    }

    /** Looks after one connection; returns after how many milliseconds it must do so again at the latest. */
    private long pass(Watched watched, boolean isBeat) {
        try {
            if (watched.connection().state() != Connection.State.CONNECTED) {
                if (watched.finish(nowNs)) {
                    remove(watched);
                    return Long.MAX_VALUE;
                }
                watched.arm(selector);
                return LINGER_LOOK_MS;
            }
            if (isBeat) {
                watched.beat(intervalNs, timeoutNs);
            }
            boolean isAttended =
                    watched.connection().completionQueue().attendance().look(nowNs);
            watched.arm(selector);
            return isAttended ? TimeUnit.NANOSECONDS.toMillis(Attendance.LOOK_NS) : Long.MAX_VALUE;
        } catch (RuntimeException | Error e) {
            giveUp(watched, e);
            return LINGER_LOOK_MS;
        }
    }

    /** One connection must not end the thread that all others need. */
    private static void giveUp(Watched watched, Throwable failure) {
        watched.connection().enter(Connection.State.FAILED);
        TcpFabric.LOG.error(
                "tcp peer {} is disconnected by an error", watched.connection().peer(), failure);
    }
}
