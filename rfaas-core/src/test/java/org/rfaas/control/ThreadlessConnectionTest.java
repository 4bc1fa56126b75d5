package org.rfaas.control;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.rfaas.control.ControlMessage.Done;
import org.rfaas.control.ControlMessage.LeaseEnded;
import org.rfaas.control.ControlMessage.ListLeases;
import org.rfaas.control.ControlMessage.Notice;
import org.rfaas.control.ControlMessage.Request;
import org.rfaas.fabric.Fabric;
import org.rfaas.fabric.Fabrics;
import org.rfaas.lease.EndReason;
import org.rfaas.lease.LeaseId;
import org.rfaas.thread.VirtualThreads;

/** A connection on a machine that has no thread left when a message comes. */
@Timeout(240)
class ThreadlessConnectionTest {
    private static final Duration TIMEOUT = Duration.ofMinutes(1);

    private final Host host = new Host();
    private final Recorder owner = new Recorder();
    private final ScarceThreads threads = new ScarceThreads();

    @Test
    void shouldBeClosedAndItsOwnerToldWhenThereIsAThreadAgain() throws Exception {
        try (Fabric fabric = Fabrics.open("shm");
                ControlServer server = ControlServer.listen(fabric, "", "test", TIMEOUT);
                CompletionDispatcher dispatcher =
                        new CompletionDispatcher(fabric, "dispatcher", 4 * ControlConnection.DEPTH)) {
            server.start(host);
            ControlConnection connection = new ControlConnection(
                    "connection",
                    fabric,
                    dispatcher,
                    options -> fabric.connect(server.address(), options, Handshake.hello(), TIMEOUT),
                    owner,
                    TIMEOUT,
                    threads);
            connection.start();
            connection.send(new ControlFrame(1, new ListLeases(0)));
            ControlSession session = host.session.get(60, SECONDS);
            assertThat(threads.ended.tryAcquire(60, SECONDS)).isTrue();
            assertThat(owner.messages).as("the answer").hasValue(1);

            threads.exhausted = true;
            session.send(new LeaseEnded(new LeaseId(1), EndReason.EXPIRED, ""));
            assertThat(threads.refused.tryAcquire(2, 60, SECONDS))
                    .as("for the message, and for the word that the connection is over")
                    .isTrue();
            assertThat(connection.isOpen()).isFalse();
            assertThat(owner.reason).isNotDone();

            threads.exhausted = false;
            assertThat(owner.reason.get(60, SECONDS)).contains("unable to create native thread");
            assertThat(owner.messages).hasValue(1);
        }
    }

    private static final class ScarceThreads implements Executor {
        final Semaphore refused = new Semaphore(0);
        final Semaphore ended = new Semaphore(0);
        volatile boolean exhausted;

        @Override
        public void execute(Runnable task) {
            if (exhausted) {
                refused.release();
                throw new OutOfMemoryError("unable to create native thread");
            }
            VirtualThreads.start("owner", () -> {
                task.run();
                ended.release();
            });
        }
    }

    private static final class Recorder implements ControlConnection.Owner {
        final AtomicInteger messages = new AtomicInteger();
        final CompletableFuture<String> reason = new CompletableFuture<>();

        @Override
        public boolean isQuick(ControlMessage message) {
            return false;
        }

        @Override
        public void received(ControlFrame frame, Runnable dealtWith) {
            dealtWith.run();
            messages.incrementAndGet();
        }

        @Override
        public void disconnected(String why) {
            reason.complete(why);
        }
    }

    private static final class Host implements ControlHandler {
        final CompletableFuture<ControlSession> session = new CompletableFuture<>();

        @Override
        public void handle(ControlSession from, Request request, Responder responder) {
            responder.reply(new Done());
            session.complete(from);
        }

        @Override
        public void handle(ControlSession from, Notice notice) {}

        @Override
        public void disconnected(ControlSession from) {}
    }
}
