package org.rfaas.manager;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.rfaas.control.ControlMessage.LeasesGranted;
import org.rfaas.control.ControlMessage.Refused;
import org.rfaas.control.ControlMessage.Reply;
import org.rfaas.control.RefusalCode;
import org.rfaas.lease.CertificateSigner;
import org.rfaas.lease.EndReason;
import org.rfaas.lease.LeaseId;
import org.rfaas.lease.LeaseRequest;
import org.rfaas.lease.Leases;
import org.rfaas.lease.UserLimits;

class WaitingRoomTest {
    private static final LeaseTerms TERMS = new LeaseTerms(Duration.ofHours(1), Duration.ofSeconds(5));
    private static final LeaseRequest REQUEST =
            new LeaseRequest("job", 1, Leases.GIB, Duration.ofMinutes(1)).waiting(Duration.ofMinutes(1));

    private static final LeaseRequest REQUEST_OF_TWO = new LeaseRequest("job", 2, Leases.GIB, Duration.ofMinutes(1));
    private static final LeaseRequest REQUEST_OF_MANY =
            new LeaseRequest("job", 4, Leases.GIB, Duration.ofMinutes(1)).waiting(Duration.ofMinutes(1));

    private final ManualClock clock = new ManualClock();
    private final Semaphore looks = new Semaphore(0);
    private final SharedBook book = new SharedBook(TERMS, this::lookAtTheClock);
    private final WaitingRoom room =
            new WaitingRoom(new CertificateSigner(Leases.key("cluster")), book, new UserLimits(4, 10), LeaseId::random);
    private final List<Reply> answers = new ArrayList<>();

    @AfterEach
    void close() {
        room.close();
        book.close();
    }

    @Test
    void shouldTellThoseWhoWaitThatItShutsDown() {
        room.enter(new SilentSession(), REQUEST, answers::add);
        assertThat(answers).isEmpty();

        room.close();

        assertThat(answers).singleElement().satisfies(WaitingRoomTest::saysThatItShutsDown);
    }

    @Test
    void shouldTellThoseWhoComeLateThatItShutsDown() {
        room.close();

        room.enter(new SilentSession(), REQUEST, answers::add);

        assertThat(answers).singleElement().satisfies(WaitingRoomTest::saysThatItShutsDown);
    }

    @Test
    void shouldServeTheNextOfAJobWhenTheFirstHasWaitedLongEnough() throws InterruptedException {
        offer("a", 2);
        enter(REQUEST_OF_MANY.waiting(Duration.ofSeconds(1)));
        BlockingQueue<Reply> next = enter(REQUEST);
        letItServeOnce();

        clock.advance(Duration.ofSeconds(2));
        room.passTime();

        assertThat(next.poll(60, TimeUnit.SECONDS)).isInstanceOf(LeasesGranted.class);
    }

    @Test
    void shouldServeTheNextOfAJobWhenTheClientOfTheFirstHasGone() throws InterruptedException {
        offer("a", 2);
        SilentSession gone = new SilentSession();
        room.enter(gone, REQUEST_OF_MANY, _ -> {});
        BlockingQueue<Reply> next = enter(REQUEST);
        letItServeOnce();

        room.leave(gone);

        assertThat(next.poll(60, TimeUnit.SECONDS)).isInstanceOf(LeasesGranted.class);
    }

    @Test
    void shouldServeAUserAtTheLimitWhenALeaseOfTheirsEndsWhereNothingIsLeased() throws InterruptedException {
        offer("drained", 2);
        LeaseId held = book.call(leases -> leases.grant(REQUEST_OF_TWO, LeaseId::random, book.nowMs())
                .getFirst()
                .lease());
        book.run(leases -> leases.drain("drained"));
        offer("free", 4);
        BlockingQueue<Reply> next = enter(REQUEST_OF_MANY);
        letItServeOnce();

        book.run(leases -> leases.reportEnd(held, EndReason.RELEASED));

        assertThat(next.poll(60, TimeUnit.SECONDS)).isInstanceOf(LeasesGranted.class);
    }

    /** On return all that have entered wait in vain, and nothing but a change will have them served. */
    private void letItServeOnce() throws InterruptedException {
        book.observe(room);
        room.start();
        // it looks at the clock before it has the book, and when it has it
        assertThat(looks.tryAcquire(2, 60, TimeUnit.SECONDS)).isTrue();
        book.run(_ -> {});
    }

    private Instant lookAtTheClock() {
        if (Thread.currentThread().getName().equals("lease-queue")) {
            looks.release();
        }
        return clock.instant();
    }

    private void offer(String node, int cores) {
        book.run(leases -> leases.register(Leases.node(node, cores, 8 * Leases.GIB), List.of()));
    }

    private BlockingQueue<Reply> enter(LeaseRequest request) {
        BlockingQueue<Reply> answer = new LinkedBlockingQueue<>();
        room.enter(new SilentSession(), request, answer::add);
        return answer;
    }

    private static void saysThatItShutsDown(Reply answer) {
        assertThat(answer)
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.code()).isEqualTo(RefusalCode.SHUTTING_DOWN));
    }
}
