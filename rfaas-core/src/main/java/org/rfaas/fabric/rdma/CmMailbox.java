package org.rfaas.fabric.rdma;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.rfaas.fabric.FabricException;

/**
 * What the connection manager tells about one identifier: at first for whoever makes the connection, who awaits each step, then
 * for a handler. Any thread.
 *
 * @param <E> events of the driver
 */
public final class CmMailbox<E> {
    private final BlockingQueue<E> events = new LinkedBlockingQueue<>();
    private Consumer<E> handler = events::add; // guarded by this

    /**
     * From now on events go there instead of to {@link #await}, in the channel's thread; those that nobody has awaited go there
     * first. One lock, since an event that a handler was chosen for but that has not reached it would be lost.
     */
    public synchronized void onEvent(Consumer<E> newHandler) {
        handler = newHandler;
        for (E missed = events.poll(); missed != null; missed = events.poll()) {
            newHandler.accept(missed);
        }
    }

    /** The connection manager tells this; the channel's thread. */
    public synchronized void deliver(E event) {
        handler.accept(event);
    }

    /** Ends waits for an event under way and to come with this one. */
    public void interrupt(E event) {
        events.add(event);
    }

    /**
     * The next event, or null when the time is up.
     *
     * @throws FabricException when the thread is interrupted
     */
    @Nullable
    public E await(long timeoutNs) {
        try {
            return events.poll(timeoutNs, TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new FabricException("interrupted while connecting", e);
        }
    }
}
