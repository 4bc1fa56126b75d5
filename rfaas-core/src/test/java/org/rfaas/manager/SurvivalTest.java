package org.rfaas.manager;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.rfaas.control.ControlHandler.Responder;
import org.rfaas.control.ControlMessage.LeasesGranted;
import org.rfaas.control.ControlMessage.Reply;
import org.rfaas.fabric.Fabric;
import org.rfaas.fabric.Fabrics;
import org.rfaas.lease.CertificateSigner;
import org.rfaas.lease.LeaseId;
import org.rfaas.lease.LeaseRequest;
import org.rfaas.lease.Leases;
import org.rfaas.lease.UserLimits;

/** Threads that nobody would miss until it is too late, on a machine that has no memory or no thread left for a moment. */
@Timeout(240)
class SurvivalTest {
    private static final Duration TIMEOUT = Duration.ofMinutes(1);
    private static final LeaseTerms TERMS = new LeaseTerms(Duration.ofHours(1), Duration.ofSeconds(5));
    private static final String SHORTAGE = "unable to create native thread";

    @Test
    void shouldGoOnLookingForWhatHasExpired() throws Exception {
        FailingClock clock = new FailingClock("lease-expiry");
        try (Fabric fabric = Fabrics.open("shm");
                ResourceManager manager =
                        ResourceManager.start(fabric, "", Leases.key("cluster"), TERMS, clock, TIMEOUT)) {
            assertThat(manager.address()).isNotNull();
            assertThat(clock.asked.tryAcquire(20, 60, TimeUnit.SECONDS))
                    .as("looks after the one that failed")
                    .isTrue();
        }
    }

    @Test
    void shouldGoOnServingThoseWhoWait() throws Exception {
        AtomicBoolean failed = new AtomicBoolean();
        try (SharedBook book = new SharedBook(TERMS, InstantSource.system());
                WaitingRoom room =
                        new WaitingRoom(new CertificateSigner(Leases.key("cluster")), book, UserLimits.NONE, () -> {
                            if (failed.compareAndSet(false, true)) {
                                throw new OutOfMemoryError(SHORTAGE);
                            }
                            return LeaseId.random();
                        })) {
            book.observe(room);
            room.start();
            CompletableFuture<Reply> answer = new CompletableFuture<>();
            room.enter(
                    new SilentSession(),
                    new LeaseRequest("job", 1, Leases.GIB, Duration.ofMinutes(1)).waiting(TIMEOUT),
                    answering(answer));
            book.run(leases -> leases.register(Leases.node("node-a", 4, 16 * Leases.GIB), List.of()));
            while (!failed.get()) {
                Thread.sleep(1);
            }
            Thread.sleep(50); // by now it has failed

            book.run(leases -> leases.drain("node-a"));
            book.run(leases -> leases.resume("node-a"));

            assertThat(answer.get(60, TimeUnit.SECONDS)).isInstanceOf(LeasesGranted.class);
        }
    }

    private static Responder answering(CompletableFuture<Reply> answer) {
        return new Responder() {
            @Override
            public void reply(Reply reply) {
                answer.complete(reply);
            }

            @Override
            public void later() {}
        };
    }

    /** Fails the first time that a thread asks it. */
    private static final class FailingClock implements InstantSource {
        final Semaphore asked = new Semaphore(0);
        private final String threadName;
        private final AtomicBoolean failed = new AtomicBoolean();

        FailingClock(String threadName) {
            this.threadName = threadName;
        }

        @Override
        public Instant instant() {
            if (Thread.currentThread().getName().equals(threadName)) {
                if (failed.compareAndSet(false, true)) {
                    throw new OutOfMemoryError(SHORTAGE);
                }
                asked.release();
            }
            return Instant.now();
        }
    }
}
