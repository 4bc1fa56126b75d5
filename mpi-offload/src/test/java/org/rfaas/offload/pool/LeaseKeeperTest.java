package org.rfaas.offload.pool;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.rfaas.offload.DefaultOptions;
import org.rfaas.offload.OffloadMode;
import org.rfaas.offload.OffloadOptions;
import org.rfaas.offload.report.Counters;
import org.rfaas.offload.worker.Capacity;
import org.rfaas.offload.worker.FakeSource;
import org.rfaas.offload.worker.FakeWorker;
import org.rfaas.offload.worker.NoWorkersException;
import org.rfaas.offload.worker.UnusableWorkersException;
import org.rfaas.offload.worker.WorkerLease;
import org.rfaas.offload.worker.WorkerPort;
import org.rfaas.offload.worker.WorkerSource;

@Timeout(60)
class LeaseKeeperTest {
    private static final long LEASE_NS = 9_000_000_000L;

    private static final long PATIENCE_NS = 30_000_000_000L;

    private final FakeWorker worker = new FakeWorker(1, 4096);
    private final FakeWorker other = new FakeWorker(1, 4096);
    private final WorkerRoster roster = new WorkerRoster();

    @AfterEach
    void closeWorkers() {
        worker.close();
        other.close();
    }

    private LeaseKeeper keeper(WorkerSource source) {
        OffloadOptions options = DefaultOptions.of(new OffloadMode.Auto()).withWorkers(2);
        return new LeaseKeeper(options, source, new Counters(), roster, new WorkerDemand(options));
    }

    @Test
    void shouldRenewLeasesWhileANodeDoesNotAnswer() throws InterruptedException {
        FakeSource leases = new FakeSource(worker);
        HangingSource source = new HangingSource(leases);
        try (LeaseKeeper keeper = keeper(source)) {
            keeper.start();
            source.hangs.await();
            leases.letLeasesRunOut();
            while (leases.renewals.get() < 1) {
                Thread.sleep(10);
            }
            assertThat(roster.size()).isEqualTo(1);
            leases.add(other);
            source.answers.countDown();
            roster.await(2, PATIENCE_NS);
            assertThat(roster.size()).isEqualTo(2);
        }
        assertThat(leases.closedLeases).hasValue(2);
        assertThat(source.isClosed.getCount()).isZero();
    }

    @Test
    void shouldKeepOtherLeasesWhileTheManagersOfOneDoNotAnswer() throws InterruptedException {
        FakeSource leases = new FakeSource(other);
        DeafLease deaf = new DeafLease(worker);
        AtomicInteger calls = new AtomicInteger();
        WorkerSource source = new WorkerSource() {
            @Override
            public WorkerLease lease(int workers) throws NoWorkersException, UnusableWorkersException {
                return calls.incrementAndGet() == 1 ? deaf : leases.lease(workers);
            }

            @Override
            public void close() {}
        };
        try (LeaseKeeper keeper = keeper(source)) {
            keeper.start();
            roster.await(2, PATIENCE_NS);
            deaf.remainingNs = 1;
            deaf.isAskedToRenew.await();
            leases.letLeasesRunOut();
            while (leases.renewals.get() < 1) {
                Thread.sleep(10);
            }
            deaf.remainingNs = 0;
            while (roster.size() > 1) {
                Thread.sleep(10);
            }
            deaf.answersToRenewal.countDown();
            deaf.isAskedToClose.await();
            leases.letLeasesRunOut();
            while (leases.renewals.get() < 2) {
                Thread.sleep(10);
            }
            assertThat(roster.workers()).extracting(RemoteWorker::toString).containsExactly("2.0");
            deaf.answersToClose.countDown();
        }
        assertThat(leases.closedLeases).hasValue(1);
    }

    @Test
    void shouldHearOfTheEndOfEachLease() throws InterruptedException {
        FakeSource leases = new FakeSource(worker, other);
        try (LeaseKeeper keeper = keeper(leases)) {
            keeper.start();
            while (leases.watchedLeases.get() < 1) {
                Thread.sleep(10);
            }
            leases.endLeases();
            while (leases.closedLeases.get() < 1) {
                Thread.sleep(10);
            }
            assertThat(roster.workers()).isEmpty();
            assertThat(leases.renewals).hasValue(0);
        }
    }

    @Test
    void shouldGiveBackWhatIsLeasedAfterItWasClosed() throws InterruptedException {
        FakeSource leases = new FakeSource(worker);
        HangingSource source = new HangingSource(leases);
        LeaseKeeper keeper = keeper(source);
        keeper.start();
        source.hangs.await();
        leases.add(other);
        Thread closing = Thread.ofVirtual().start(keeper::close);
        while (leases.closedLeases.get() < 1) {
            Thread.sleep(10);
        }
        source.answers.countDown();
        source.isClosed.await();
        assertThat(leases.closedLeases).hasValue(2);
        closing.join();
    }

    @Test
    void shouldGoOnEverMoreSlowlyAfterWhatNobodyExpected() throws InterruptedException {
        FakeSource leases = new FakeSource(worker, other);
        AtomicInteger calls = new AtomicInteger();
        long beginNs = System.nanoTime();
        WorkerSource source = new WorkerSource() {
            @Override
            public WorkerLease lease(int workers) throws NoWorkersException, UnusableWorkersException {
                if (calls.incrementAndGet() < 3) {
                    throw new NoClassDefFoundError("of a fabric");
                }
                return leases.lease(workers);
            }

            @Override
            public void close() {}
        };
        try (LeaseKeeper keeper = keeper(source)) {
            keeper.start();
            roster.await(2, PATIENCE_NS);
            assertThat(roster.size()).isEqualTo(2);
            OffloadOptions options = DefaultOptions.of(new OffloadMode.Auto());
            assertThat(System.nanoTime() - beginNs)
                    .as("one wait, and another that is twice as long")
                    .isGreaterThanOrEqualTo(3 * options.backoffNs());
        }
    }

    /** Others come and go all the time, which the board shows. */
    @Test
    void shouldAskEverMoreSlowlyForWhatItMayNotHaveHoweverOftenTheBoardChanges() throws InterruptedException {
        CountDownLatch attempts = new CountDownLatch(3);
        AtomicLong version = new AtomicLong();
        long beginNs = System.nanoTime();
        WorkerSource source = new WorkerSource() {
            @Override
            public WorkerLease lease(int workers) throws NoWorkersException {
                attempts.countDown();
                throw new NoWorkersException("a user's limit", true, new IllegalStateException("refused"));
            }

            @Override
            public Optional<Capacity> capacity() {
                return Optional.of(new Capacity(version.addAndGet(2), 1));
            }

            @Override
            public void close() {}
        };
        try (LeaseKeeper keeper = keeper(source)) {
            keeper.start();
            attempts.await();
            OffloadOptions options = DefaultOptions.of(new OffloadMode.Auto());
            assertThat(System.nanoTime() - beginNs)
                    .as("one wait, and another that is twice as long")
                    .isGreaterThanOrEqualTo(3 * options.backoffNs());
        }
    }

    @Test
    void shouldSayInItsThreadsNamesOfWhichRankTheyAre() throws InterruptedException {
        BlockingQueue<String> threads = new LinkedBlockingQueue<>();
        WorkerSource source = new WorkerSource() {
            @Override
            public WorkerLease lease(int workers) throws NoWorkersException {
                threads.add(Thread.currentThread().getName());
                throw new NoWorkersException("no free cores");
            }

            @Override
            public void close() {
                threads.add(Thread.currentThread().getName());
            }
        };
        OffloadOptions options = DefaultOptions.of(new OffloadMode.Auto()).withPlace(3, 4);
        try (LeaseKeeper keeper = new LeaseKeeper(options, source, new Counters(), roster, new WorkerDemand(options))) {
            keeper.start();
            assertThat(threads.take()).isEqualTo("rfaas-search of rank 3");
        }
        assertThat(threads).last().isEqualTo("rfaas-leases of rank 3");
    }

    @Test
    void shouldCloseItsSourceEvenIfItWasNeverStarted() {
        HangingSource source = new HangingSource(new FakeSource());
        keeper(source).close();
        assertThat(source.isClosed.getCount()).isZero();
    }

    @Test
    void shouldGiveBackALeaseThatAnErrorKeepsItFromHolding() throws InterruptedException {
        FakeSource leases = new FakeSource(worker);
        BrokenLease broken = new BrokenLease();
        AtomicInteger calls = new AtomicInteger();
        WorkerSource source = new WorkerSource() {
            @Override
            public WorkerLease lease(int workers) throws NoWorkersException, UnusableWorkersException {
                return calls.incrementAndGet() == 1 ? broken : leases.lease(workers);
            }

            @Override
            public void close() {}
        };
        try (LeaseKeeper keeper = keeper(source)) {
            keeper.start();
            roster.await(1, PATIENCE_NS);
            assertThat(roster.size()).isEqualTo(1);
            assertThat(broken.closes).hasValue(1);
        }
    }

    @Test
    void shouldNotKeepWorkersOfALeaseThatAnErrorKeepsItFromHolding() throws InterruptedException {
        FakeSource leases = new FakeSource(other);
        CountDownLatch goesOn = new CountDownLatch(2);
        AtomicInteger calls = new AtomicInteger();
        WorkerSource source = new WorkerSource() {
            @Override
            public WorkerLease lease(int workers) throws NoWorkersException, UnusableWorkersException {
                if (calls.incrementAndGet() == 1) {
                    return new UnwatchedLease(worker);
                }
                goesOn.countDown();
                return leases.lease(workers);
            }

            @Override
            public void close() {}
        };
        try (LeaseKeeper keeper = keeper(source)) {
            keeper.start();
            assertThat(goesOn.await(PATIENCE_NS, TimeUnit.NANOSECONDS))
                    .as("two workers are missing, one after the other")
                    .isTrue();
            assertThat(roster.workers()).extracting(RemoteWorker::toString).containsExactly("2.0");
        }
    }

    /** Its managers take each request and answer when they are told to. */
    private static final class DeafLease implements WorkerLease {
        final CountDownLatch isAskedToRenew = new CountDownLatch(1);
        final CountDownLatch answersToRenewal = new CountDownLatch(1);
        final CountDownLatch isAskedToClose = new CountDownLatch(1);
        final CountDownLatch answersToClose = new CountDownLatch(1);
        volatile long remainingNs = LEASE_NS;

        private final WorkerPort worker;

        DeafLease(WorkerPort worker) {
            this.worker = worker;
        }

        @Override
        public List<WorkerPort> workers() {
            return List.of(worker);
        }

        @Override
        public long remainingNs() {
            return remainingNs;
        }

        @Override
        public void renew() {
            ask(isAskedToRenew, answersToRenewal);
            throw new IllegalStateException("its node does not answer");
        }

        @Override
        public void close() {
            ask(isAskedToClose, answersToClose);
        }

        private static void ask(CountDownLatch question, CountDownLatch answer) {
            question.countDown();
            try {
                answer.await();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
    }

    /** Nobody can be told of its end, and it cannot be given back. */
    private record UnwatchedLease(WorkerPort worker) implements WorkerLease {
        @Override
        public List<WorkerPort> workers() {
            return List.of(worker);
        }

        @Override
        public long remainingNs() {
            return LEASE_NS;
        }

        @Override
        public void renew() {}

        @Override
        public void whenEnding(Runnable action) {
            throw new OutOfMemoryError("of a test");
        }

        @Override
        public void close() {
            throw new IllegalStateException("its executor is gone");
        }
    }

    /** Granted by a virtual machine that has no memory left to look at it. */
    private static final class BrokenLease implements WorkerLease {
        final AtomicInteger closes = new AtomicInteger();

        @Override
        public List<WorkerPort> workers() {
            throw new OutOfMemoryError("of a test");
        }

        @Override
        public long remainingNs() {
            return LEASE_NS;
        }

        @Override
        public void renew() {}

        @Override
        public void close() {
            closes.incrementAndGet();
        }
    }

    /** Leases once, and then to nobody until it answers again. */
    private static final class HangingSource implements WorkerSource {
        final CountDownLatch hangs = new CountDownLatch(1);
        final CountDownLatch answers = new CountDownLatch(1);
        final CountDownLatch isClosed = new CountDownLatch(1);

        private final WorkerSource leases;
        private boolean hasLeased;

        HangingSource(WorkerSource leases) {
            this.leases = leases;
        }

        @Override
        public WorkerLease lease(int workers) throws NoWorkersException, UnusableWorkersException {
            if (hasLeased) {
                hangs.countDown();
                try {
                    answers.await();
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
            }
            hasLeased = true;
            return leases.lease(workers);
        }

        @Override
        public void close() {
            isClosed.countDown();
        }
    }
}
