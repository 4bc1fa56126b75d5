package org.rfaas.fabric;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Peers of a listener that have introduced themselves and wait for somebody to accept or reject them; for providers. Any
 * thread.
 */
public final class PendingRequests {
    private static final int MAX_WAITING = 1024;

    private final BlockingQueue<Optional<ConnectionRequest>> arrivals = new LinkedBlockingQueue<>();
    private final AtomicBoolean closed = new AtomicBoolean();

    /**
     * A peer has introduced itself.
     *
     * @return false when the listener has closed meanwhile; the caller then calls {@link #rejectAll}
     */
    public boolean add(ConnectionRequest request) {
        arrivals.add(Optional.of(request));
        return !closed.get();
    }

    /**
     * Before {@link #add}: peers that nobody answers must not use up this side's memory and connections.
     *
     * @throws FabricException when so many wait that no more are taken
     */
    public void requireRoom() {
        if (arrivals.size() >= MAX_WAITING) {
            throw new FabricException("too many peers wait for an answer");
        }
    }

    /** As {@link Listener#accept}. */
    public Optional<ConnectionRequest> accept(Duration timeout) {
        if (closed.get()) {
            return Optional.empty();
        }
        try {
            Optional<ConnectionRequest> arrival = arrivals.poll(timeout.toNanos(), TimeUnit.NANOSECONDS);
            if (arrival == null) {
                return Optional.empty();
            }
            if (arrival.isEmpty()) {
                arrivals.add(arrival); // for the next thread that waits here
            }
            return arrival;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    /** No more are taken; false if it was closed already. */
    public boolean beginClose() {
        return closed.compareAndSet(false, true);
    }

    /**
     * After {@link #beginClose}: rejects all that wait and ends an accept under way. Each is taken out by itself: more may come
     * meanwhile, and nobody would ever answer one that was only removed.
     */
    public void rejectAll() {
        for (Optional<ConnectionRequest> next = arrivals.poll(); next != null; next = arrivals.poll()) {
            next.ifPresent(request -> request.reject("the listener has closed"));
        }
        arrivals.add(Optional.empty());
    }
}
