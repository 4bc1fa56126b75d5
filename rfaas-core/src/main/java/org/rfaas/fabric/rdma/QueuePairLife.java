package org.rfaas.fabric.rdma;

import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/**
 * The life of a queue pair: connected, then perhaps failed, then closed. When it fails, the device is disconnected by
 * another thread, for the data path must not make that system call, and has a moment to report what it had been given; after
 * that it is quiet and the rest can be flushed. Any thread.
 */
final class QueuePairLife {
    /** How long the device may take to report, once the queue pair is in the error state. */
    private static final long FLUSH_GRACE_NS = TimeUnit.MILLISECONDS.toNanos(20);

    private enum State {
        CONNECTED,
        FAILED,
        CLOSED
    }

    private final DeviceQueuePair device;
    private final Executor soon;

    private volatile State state = State.CONNECTED;
    private volatile boolean disconnected;
    private volatile long disconnectedAtNs;

    /**
     * @param soon runs a task in another thread, soon
     */
    QueuePairLife(DeviceQueuePair device, Executor soon) {
        this.device = device;
        this.soon = soon;
    }

    boolean isConnected() {
        return state == State.CONNECTED;
    }

    boolean hasFailed() {
        return state == State.FAILED;
    }

    /** Whether the device will report no more. */
    boolean isQuiet() {
        return disconnected && System.nanoTime() - disconnectedAtNs >= FLUSH_GRACE_NS;
    }

    /** Enters the failed state; false if it was not connected any more. */
    boolean fail() {
        synchronized (this) {
            if (state != State.CONNECTED) {
                return false;
            }
            state = State.FAILED;
        }
        soon.execute(this::disconnect);
        return true;
    }

    private void disconnect() {
        synchronized (this) {
            if (state == State.CLOSED) {
                return;
            }
            device.disconnect();
        }
        disconnectedAtNs = System.nanoTime();
        disconnected = true;
    }

    /** Enters the closed state and disconnects; false if it was closed already. */
    synchronized boolean close() {
        if (state == State.CLOSED) {
            return false;
        }
        state = State.CLOSED;
        device.disconnect();
        return true;
    }
}
