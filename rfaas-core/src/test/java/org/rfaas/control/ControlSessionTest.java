package org.rfaas.control;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.lang.foreign.ValueLayout;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.rfaas.control.ControlMessage.Done;
import org.rfaas.control.ControlMessage.LeaseEnded;
import org.rfaas.control.ControlMessage.LeaseGranted;
import org.rfaas.control.ControlMessage.ListLeases;
import org.rfaas.control.ControlMessage.ListNodes;
import org.rfaas.control.ControlMessage.Notice;
import org.rfaas.control.ControlMessage.Refused;
import org.rfaas.control.ControlMessage.ReleaseAllocation;
import org.rfaas.control.ControlMessage.Request;
import org.rfaas.fabric.CompletionQueue;
import org.rfaas.fabric.Fabric;
import org.rfaas.fabric.FabricAddress;
import org.rfaas.fabric.FabricException;
import org.rfaas.fabric.Fabrics;
import org.rfaas.fabric.MemoryRegion;
import org.rfaas.fabric.QueuePair;
import org.rfaas.fabric.QueuePairOptions;
import org.rfaas.lease.EndReason;
import org.rfaas.lease.LeaseId;

@Timeout(240)
class ControlSessionTest {
    private static final Duration TIMEOUT = Duration.ofMinutes(1);

    private final Fabric fabric = Fabrics.open("shm");
    private final Echo handler = new Echo();
    private ControlServer server;

    @BeforeEach
    void serve() {
        server = ControlServer.listen(fabric, "", "test", Duration.ofSeconds(2));
        server.start(handler);
    }

    @AfterEach
    void close() {
        server.close();
        fabric.close();
    }

    @Test
    void shouldAnswerRequestsInAnyOrderTheServiceLikes() {
        try (ControlClient client = connect(ControlClient.Listener.none())) {
            CompletableFuture<Done> slow =
                    CompletableFuture.supplyAsync(() -> client.call(new ReleaseAllocation(new LeaseId(1)), Done.class));
            ControlHandler.Responder late = take(handler.held);
            assertThat(client.call(new ListLeases(0), Done.class)).isNotNull();
            assertThat(slow).isNotDone();
            late.reply(new Done());
            assertThat(slow.join()).isEqualTo(new Done());
        }
    }

    @Test
    void shouldThrowWhatTheServiceRefuses() {
        try (ControlClient client = connect(ControlClient.Listener.none())) {
            assertThatExceptionOfType(RefusedException.class)
                    .isThrownBy(() -> client.call(new ListNodes("no"), Done.class))
                    .withMessage("not here")
                    .satisfies(e -> assertThat(e.code()).isEqualTo(RefusalCode.UNSUPPORTED));
            assertThat(client.isConnected()).isTrue();
        }
    }

    @Test
    void shouldAnswerInternalErrorWhenAHandlerThrows() {
        try (ControlClient client = connect(ControlClient.Listener.none())) {
            assertThatExceptionOfType(RefusedException.class)
                    .isThrownBy(() -> client.call(new ListNodes("throw"), Done.class))
                    .satisfies(e -> assertThat(e.code()).isEqualTo(RefusalCode.INTERNAL));
        }
    }

    @Test
    void shouldOutliveAHandlerThatBreaksDown() {
        try (ControlClient client = connect(ControlClient.Listener.none())) {
            assertThatExceptionOfType(RefusedException.class)
                    .isThrownBy(() -> client.call(new ListNodes("break"), Done.class))
                    .satisfies(e -> assertThat(e.code()).isEqualTo(RefusalCode.INTERNAL));
            client.send(new LeaseEnded(new LeaseId(1), EndReason.LOST, "break"));
            assertThat(client.call(new ListLeases(0), Done.class)).isNotNull();
        }
        assertThat(take(handler.disconnected)).isNotNull();
    }

    @Test
    void shouldEndAConnectionWhoseAnswerHasTheWrongType() {
        try (ControlClient client = connect(ControlClient.Listener.none())) {
            assertThatExceptionOfType(ControlException.class)
                    .isThrownBy(() -> client.call(new ListLeases(0), LeaseGranted.class))
                    .withMessageContaining("Done");
            assertThat(client.isConnected()).isFalse();
        }
    }

    @Test
    void shouldCarryManyCallsAtOnceAndManyNoticesInOrder() throws Exception {
        List<Notice> received = new ArrayList<>();
        CompletableFuture<String> gone = new CompletableFuture<>();
        int notices = 500;
        try (ControlClient client = connect(listener(received, gone));
                ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Done>> calls = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                int skip = i;
                calls.add(callers.submit(() -> client.call(new ListLeases(skip), Done.class)));
            }
            for (Future<Done> call : calls) {
                assertThat(call.get(60, SECONDS)).isEqualTo(new Done());
            }
            for (int i = 0; i < notices; i++) {
                client.send(ended(i));
            }
            for (int i = 0; i < notices; i++) {
                assertThat(take(handler.notices)).isEqualTo(ended(i));
            }
            ControlSession session = take(handler.sessions);
            for (int i = 0; i < notices; i++) {
                session.send(ended(i));
            }
            session.close("enough");
            gone.get(60, SECONDS);
        }
        // what was sent before the close may be cut short, but is never reordered
        for (int i = 0; i < received.size(); i++) {
            assertThat(received.get(i)).isEqualTo(ended(i));
        }
    }

    @Test
    void shouldTellBothSidesOfADisconnect() throws Exception {
        CompletableFuture<String> gone = new CompletableFuture<>();
        ControlClient client = connect(listener(new ArrayList<>(), gone));
        client.call(new ListLeases(0), Done.class);
        ControlSession session = take(handler.sessions);
        client.close();
        assertThat(take(handler.disconnected)).isSameAs(session);

        CompletableFuture<String> goneToo = new CompletableFuture<>();
        try (ControlClient other = connect(listener(new ArrayList<>(), goneToo))) {
            CompletableFuture<Throwable> unanswered = new CompletableFuture<>();
            Thread.ofVirtual().start(() -> {
                try {
                    other.call(new ReleaseAllocation(new LeaseId(1)), Done.class);
                } catch (ControlException e) {
                    unanswered.complete(e);
                }
            });
            take(handler.held);
            server.close();
            goneToo.get(60, SECONDS);
            assertThat(unanswered.get(60, SECONDS)).hasMessageContaining("died");
            assertThatExceptionOfType(ControlException.class)
                    .isThrownBy(() -> other.call(new ListLeases(0), Done.class));
        }
    }

    @Test
    void shouldGiveUpOnAServiceThatDoesNotAnswer() {
        try (ControlClient client = connect(ControlClient.Listener.none())) {
            assertThatExceptionOfType(ControlException.class)
                    .isThrownBy(
                            () -> client.call(new ReleaseAllocation(new LeaseId(1)), Done.class, Duration.ofMillis(50)))
                    .withMessageContaining("control.timeout");
        }
    }

    @Test
    void shouldSayWhenNobodyServesThere() {
        FabricAddress nowhere = new FabricAddress("shm", "/tmp/no-such-socket");
        assertThatExceptionOfType(ControlException.class)
                .isThrownBy(() -> ControlClient.connect(fabric, nowhere, TIMEOUT, ControlClient.Listener.none()))
                .withMessageContaining(nowhere.toString());
    }

    @Test
    void shouldRefusePeersOfAnotherProtocol() {
        CompletionQueue completions = fabric.createCompletionQueue(8);
        QueuePairOptions options = new QueuePairOptions(completions, ControlConnection.DEPTH, ControlFrame.MAX_BYTES);
        assertThatExceptionOfType(FabricException.class)
                .isThrownBy(() -> fabric.connect(server.address(), options, new byte[] {1, 2, 3}, TIMEOUT))
                .withMessageContaining("control protocol");
        completions.close();
    }

    @Test
    void shouldEndOnlyTheConnectionThatSendsABadMessage() {
        try (ControlClient client = connect(ControlClient.Listener.none())) {
            client.call(new ListLeases(0), Done.class);
            take(handler.sessions);

            CompletionQueue completions = fabric.createCompletionQueue(8);
            QueuePairOptions options =
                    new QueuePairOptions(completions, ControlConnection.DEPTH, ControlFrame.MAX_BYTES);
            QueuePair rogue = fabric.connect(server.address(), options, Handshake.hello(), TIMEOUT);
            MemoryRegion message = fabric.allocate(64, EnumSet.noneOf(org.rfaas.fabric.Access.class));
            message.segment().set(ValueLayout.JAVA_INT_UNALIGNED, 0, 0x01020304);
            rogue.send(message, 0, 64, 1, QueuePair.UNSIGNALED);
            take(handler.disconnected);

            assertThat(client.call(new ListLeases(0), Done.class)).isEqualTo(new Done());
            rogue.close();
            completions.close();
        }
    }

    private ControlClient connect(ControlClient.Listener listener) {
        return ControlClient.connect(fabric, server.address(), TIMEOUT, listener);
    }

    private static LeaseEnded ended(int i) {
        return new LeaseEnded(new LeaseId(i), EndReason.EXPIRED, "");
    }

    private static <T> T take(BlockingQueue<T> queue) {
        try {
            T taken = queue.poll(60, SECONDS);
            assertThat(taken).as("within a minute").isNotNull();
            return taken;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static ControlClient.Listener listener(List<Notice> received, CompletableFuture<String> gone) {
        return new ControlClient.Listener() {
            @Override
            public void received(Notice notice) {
                received.add(notice);
            }

            @Override
            public void disconnected(String reason) {
                gone.complete(reason);
            }
        };
    }

    /** Answers, refuses, throws, or keeps a request, by its content. */
    private static final class Echo implements ControlHandler {
        private final BlockingQueue<Responder> held = new LinkedBlockingQueue<>();
        private final BlockingQueue<Notice> notices = new LinkedBlockingQueue<>();
        private final BlockingQueue<ControlSession> sessions = new LinkedBlockingQueue<>();
        private final BlockingQueue<ControlSession> disconnected = new LinkedBlockingQueue<>();

        @Override
        public void handle(ControlSession session, Request request, Responder responder) {
            switch (request) {
                case ListNodes list when list.after().equals("throw") -> throw new IllegalStateException("as asked");
                case ListNodes list when list.after().equals("break") -> throw new NoClassDefFoundError("as asked");
                case ListNodes _ -> responder.reply(new Refused(RefusalCode.UNSUPPORTED, "not here"));
                case ReleaseAllocation _ -> held.add(responder);
                default -> {
                    sessions.add(session);
                    responder.reply(new Done());
                }
            }
        }

        @Override
        public void handle(ControlSession session, Notice notice) {
            if (notice instanceof LeaseEnded report && report.text().equals("break")) {
                throw new NoClassDefFoundError("as asked");
            }
            notices.add(notice);
        }

        @Override
        public void disconnected(ControlSession session) {
            disconnected.add(session);
        }
    }
}
