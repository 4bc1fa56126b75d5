package org.rfaas.control;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.rfaas.control.ControlMessage.Notice;
import org.rfaas.control.ControlMessage.Refused;
import org.rfaas.control.ControlMessage.Reply;
import org.rfaas.control.ControlMessage.Request;
import org.rfaas.fabric.Fabric;
import org.rfaas.fabric.FabricAddress;
import org.rfaas.fabric.FabricException;
import org.rfaas.fabric.RegionDescriptor;

/**
 * A connection to a control service. Does not reconnect by itself: its owner knows what has to be said again. Any thread
 * may call any method.
 */
public final class ControlClient implements AutoCloseable {
    private static final int COMPLETIONS = 4 * ControlConnection.DEPTH;

    /** What a client does with what it did not ask for; called in order, on virtual threads. */
    public interface Listener {
        void received(Notice notice);

        /** The connection is over; the last call. Also called after {@link ControlClient#close}. */
        void disconnected(String reason);

        /** A listener that expects nothing. */
        static Listener none() {
            return new Listener() {
                @Override
                public void received(Notice notice) {}

                @Override
                public void disconnected(String reason) {}
            };
        }
    }

    private final FabricAddress peer;
    private final Duration timeout;
    private final CompletionDispatcher dispatcher;
    private final ControlConnection connection;
    private final Map<Long, CompletableFuture<Reply>> pending = new ConcurrentHashMap<>();
    private final AtomicLong correlations = new AtomicLong();
    private final boolean hasAtomics;
    private volatile boolean disconnected;

    private ControlClient(Fabric fabric, FabricAddress peer, Duration timeout, Listener listener) {
        this.peer = peer;
        this.timeout = timeout;
        this.hasAtomics = fabric.capabilities().fetchAndAdd();
        this.dispatcher = new CompletionDispatcher(fabric, "control-client", COMPLETIONS);
        try {
            this.connection = new ControlConnection(
                    "connection to " + peer,
                    fabric,
                    dispatcher,
                    options -> fabric.connect(peer, options, Handshake.hello(), timeout),
                    new Inbound(listener),
                    timeout);
        } catch (RuntimeException | Error e) { // an owner that tries again would leave a thread behind each time
            dispatcher.close();
            throw e;
        }
    }

    /**
     * Connects.
     *
     * @param timeout for connecting and for each answer
     * @throws ControlException when nobody serves there, or not this protocol
     */
    public static ControlClient connect(Fabric fabric, FabricAddress peer, Duration timeout, Listener listener) {
        ControlClient client;
        try {
            client = new ControlClient(fabric, peer, timeout, listener);
        } catch (FabricException e) {
            throw new ControlException(String.valueOf(e.getMessage()), e);
        }
        try {
            client.challenge();
        } catch (ProtocolException e) {
            client.close();
            throw new ControlException("no connection to " + peer + ": " + e.getMessage(), e);
        }
        client.connection.start();
        return client;
    }

    public FabricAddress peer() {
        return peer;
    }

    public boolean isConnected() {
        return !disconnected && connection.isOpen();
    }

    /** Random bytes the server gave this connection; see {@link org.rfaas.lease.NodeProof}. */
    public byte[] challenge() {
        return Handshake.challengeOf(connection.queuePair().peerPrivateData());
    }

    /**
     * Asks and waits for the answer, as long as the connection's timeout.
     *
     * @param expected type of the answer
     * @throws RefusedException when the peer refuses
     * @throws ControlException when the peer is gone, takes too long, or answers something else
     */
    public <R extends Reply> R call(Request request, Class<R> expected) {
        return call(request, expected, timeout);
    }

    /** Like {@link #call(Request, Class)} with another deadline. */
    public <R extends Reply> R call(Request request, Class<R> expected, Duration deadline) {
        long correlation = correlations.incrementAndGet();
        CompletableFuture<Reply> answer = new CompletableFuture<>();
        pending.put(correlation, answer);
        try {
            if (disconnected) {
                throw gone();
            }
            connection.send(new ControlFrame(correlation, request));
            Reply reply = answer.get(deadline.toNanos(), TimeUnit.NANOSECONDS);
            if (reply instanceof Refused refused) {
                throw new RefusedException(refused);
            }
            if (!expected.isInstance(reply)) {
                connection.close("answered by a " + reply.getClass().getSimpleName());
                throw new ControlException(peer + " answered "
                        + request.getClass().getSimpleName() + " with "
                        + reply.getClass().getSimpleName());
            }
            return expected.cast(reply);
        } catch (TimeoutException e) {
            throw new ControlException(
                    peer + " has not answered within " + deadline.toMillis()
                            + " ms; see its log, or raise control.timeout",
                    e);
        } catch (ExecutionException e) {
            throw gone();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ControlException("interrupted while waiting for " + peer, e);
        } finally {
            pending.remove(correlation);
        }
    }

    /**
     * Sends a notice.
     *
     * @throws ControlException when the peer is gone
     */
    public void send(Notice notice) {
        connection.send(new ControlFrame(0, notice));
    }

    /**
     * Prepares one-sided use of the server's memory, which it has described in an answer.
     *
     * @throws ControlException when the server is gone
     */
    public RemoteMemory attach(RegionDescriptor descriptor) {
        return connection.attach(descriptor);
    }

    /** Whether {@link RemoteMemory#fetchAndAdd} works over this connection. */
    public boolean hasAtomics() {
        return hasAtomics;
    }

    private ControlException gone() {
        return new ControlException(peer + " has closed the connection or died");
    }

    /** Disconnects; calls under way end with {@link ControlException}. Idempotent. */
    @Override
    public void close() {
        connection.close("closed by this side");
        dispatcher.close();
        failPending();
    }

    private void failPending() {
        disconnected = true;
        pending.values().forEach(answer -> answer.completeExceptionally(new IllegalStateException("disconnected")));
    }

    private final class Inbound implements ControlConnection.Owner {
        private final Listener listener;

        Inbound(Listener listener) {
            this.listener = listener;
        }

        @Override
        public boolean isQuick(ControlMessage message) {
            return message instanceof Reply;
        }

        @Override
        public void received(ControlFrame frame, Runnable dealtWith) {
            switch (frame.message()) {
                case Reply reply -> {
                    // absent: the caller has given up
                    CompletableFuture<Reply> answer = pending.get(frame.correlation());
                    if (answer != null) {
                        answer.complete(reply);
                    }
                    dealtWith.run();
                }
                case Notice notice -> {
                    try {
                        listener.received(notice);
                    } finally {
                        dealtWith.run(); // else the connection would run out of receives
                    }
                }
                case Request _ -> throw new ProtocolException("a server sent a request");
            }
        }

        @Override
        public void disconnected(String reason) {
            failPending();
            listener.disconnected(reason);
        }
    }
}
