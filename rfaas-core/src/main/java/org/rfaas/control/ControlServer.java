package org.rfaas.control;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.rfaas.control.ControlMessage.Notice;
import org.rfaas.control.ControlMessage.Refused;
import org.rfaas.control.ControlMessage.Reply;
import org.rfaas.control.ControlMessage.Request;
import org.rfaas.fabric.ConnectionRequest;
import org.rfaas.fabric.Fabric;
import org.rfaas.fabric.FabricAddress;
import org.rfaas.fabric.FabricException;
import org.rfaas.fabric.Listener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Listens for control connections and serves them all with one {@link ControlHandler}. */
public final class ControlServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ControlServer.class);
    private static final int COMPLETIONS = 4096;
    private static final Duration ACCEPT_TURN = Duration.ofSeconds(1);

    private final Fabric fabric;
    private final Listener listener;
    private final String name;
    private final Duration sendTimeout;
    private final CompletionDispatcher dispatcher;
    private final AtomicLong sessions = new AtomicLong();
    private volatile boolean closing;

    private ControlServer(Fabric fabric, Listener listener, String name, Duration sendTimeout) {
        this.fabric = fabric;
        this.listener = listener;
        this.name = name;
        this.sendTimeout = sendTimeout;
        this.dispatcher = new CompletionDispatcher(fabric, name + "-dispatcher", COMPLETIONS);
    }

    /**
     * Begins to listen; serves nobody before {@link #start}, so that what serves may know the address first.
     *
     * @param listenAt location in the provider's notation, or empty for a free one
     * @param name for threads and logs
     * @param sendTimeout a client that takes no message for so long is disconnected
     * @throws FabricException when the location cannot be listened at
     */
    public static ControlServer listen(Fabric fabric, String listenAt, String name, Duration sendTimeout) {
        return new ControlServer(fabric, fabric.listen(listenAt), name, sendTimeout);
    }

    /** Begins to accept clients, and to serve them; called once. */
    public void start(ControlHandler handler) {
        Thread.ofPlatform().name(name + "-acceptor").daemon().start(() -> acceptAll(handler));
    }

    /** Where clients connect to. */
    public FabricAddress address() {
        return listener.address();
    }

    private void acceptAll(ControlHandler handler) {
        while (!closing) {
            try {
                Optional<ConnectionRequest> request = listener.accept(ACCEPT_TURN);
                request.ifPresent(client -> accept(client, handler));
            } catch (RuntimeException | OutOfMemoryError e) {
                // whatever one client did or took, the next one is served
                if (!closing) {
                    LOG.warn("{}: a client could not connect: {}", name, e.getMessage());
                }
            }
        }
    }

    private void accept(ConnectionRequest request, ControlHandler handler) {
        try {
            Handshake.check(request.privateData());
        } catch (ProtocolException e) {
            LOG.warn("{}: refused a connection: {}", name, e.getMessage());
            request.reject(String.valueOf(e.getMessage()));
            return;
        }
        new Session(name + "-" + sessions.incrementAndGet(), request, handler).start();
    }

    /** Disconnects every client, each of which the handler hears of. Idempotent. */
    @Override
    public void close() {
        closing = true;
        listener.close();
        dispatcher.close();
    }

    private final class Session implements ControlSession, ControlConnection.Owner {
        private final byte[] challenge = Handshake.newChallenge();
        private final ControlHandler handler;
        private final ControlConnection connection;

        Session(String sessionName, ConnectionRequest request, ControlHandler handler) {
            this.handler = handler;
            this.connection = new ControlConnection(
                    sessionName,
                    fabric,
                    dispatcher,
                    options -> request.accept(options, Handshake.welcome(challenge)),
                    this,
                    sendTimeout);
        }

        void start() {
            connection.start();
        }

        @Override
        public String name() {
            return connection.name();
        }

        @Override
        public byte[] challenge() {
            return challenge.clone();
        }

        @Override
        public void send(Notice notice) {
            connection.send(new ControlFrame(0, notice));
        }

        @Override
        public void close(String reason) {
            connection.close(reason);
        }

        @Override
        public boolean isQuick(ControlMessage message) {
            return message instanceof Request request && handler.isQuick(request);
        }

        @Override
        public void received(ControlFrame frame, Runnable dealtWith) {
            switch (frame.message()) {
                case Request request -> handle(request, new Answer(frame.correlation(), dealtWith));
                case Notice notice -> {
                    try {
                        handler.handle(this, notice);
                    } finally {
                        dealtWith.run(); // else the session would run out of receives
                    }
                }
                case Reply _ -> throw new ProtocolException("a client sent a reply");
            }
        }

        private void handle(Request request, Answer answer) {
            try {
                handler.handle(this, request, answer);
            } catch (RuntimeException | Error e) { // the client waits for an answer
                answer.reply(new Refused(RefusalCode.INTERNAL, "the service failed: " + e.getMessage()));
                LOG.error("{}: {} failed", name(), request.getClass().getSimpleName(), e);
            }
        }

        @Override
        public void disconnected(String reason) {
            LOG.debug("{}: disconnected, {}", name(), reason);
            handler.disconnected(this);
        }

        private final class Answer implements ControlHandler.Responder {
            private final long correlation;
            private final Runnable dealtWith;
            private final AtomicBoolean given = new AtomicBoolean();
            private final AtomicBoolean madeRoom = new AtomicBoolean();

            Answer(long correlation, Runnable dealtWith) {
                this.correlation = correlation;
                this.dealtWith = dealtWith;
            }

            @Override
            public void reply(Reply reply) {
                if (given.compareAndSet(false, true)) {
                    ControlFrame frame = new ControlFrame(correlation, reply);
                    deliver(() -> {
                        if (connection.offer(frame)) {
                            later();
                        } else {
                            // the client takes nothing at the moment; who answers does not wait for it
                            Thread.ofVirtual()
                                    .name(name())
                                    .start(() -> deliver(() -> {
                                        connection.send(frame);
                                        later();
                                    }));
                        }
                    });
                }
            }

            private void deliver(Runnable sending) {
                try {
                    sending.run();
                } catch (ControlException e) {
                    LOG.debug("{}: an answer could not be delivered: {}", name(), e.getMessage());
                }
            }

            @Override
            public void later() {
                if (madeRoom.compareAndSet(false, true)) {
                    dealtWith.run();
                }
            }
        }
    }
}
