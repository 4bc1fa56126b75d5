package org.rfaas.offload.worker;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Hands out prepared workers, then none. Time passes for its leases only where a test says so. */
public final class FakeSource implements WorkerSource {
    /** How long a lease lasts that was just granted, or renewed. */
    private static final long LEASE_NS = 60_000_000_000L;

    public final AtomicInteger attempts = new AtomicInteger();
    public final AtomicInteger renewals = new AtomicInteger();
    public final AtomicInteger closedLeases = new AtomicInteger();

    /** Leases of whose end somebody wants to hear. */
    public final AtomicInteger watchedLeases = new AtomicInteger();

    /** How often somebody has asked how much is left of a lease. */
    private final AtomicInteger looks = new AtomicInteger();

    private volatile boolean isClosed;

    private final Queue<WorkerPort> workers = new ConcurrentLinkedQueue<>();
    private final List<FakeLease> granted = new CopyOnWriteArrayList<>();

    public FakeSource(WorkerPort... prepared) {
        workers.addAll(List.of(prepared));
    }

    @Override
    public WorkerLease lease(int count) throws NoWorkersException {
        attempts.incrementAndGet();
        List<WorkerPort> leased = new ArrayList<>();
        while (leased.size() < count && !workers.isEmpty()) {
            leased.add(workers.remove());
        }
        if (leased.isEmpty()) {
            throw new NoWorkersException("no free cores");
        }
        FakeLease lease = new FakeLease(leased);
        granted.add(lease);
        return lease;
    }

    /** One more is free from now on. */
    public void add(WorkerPort worker) {
        workers.add(worker);
    }

    /** The leases have a nanosecond left. */
    public void letLeasesRunOut() {
        granted.forEach(lease -> lease.remainingNs = 1);
    }

    /** They end before their time. */
    public void endLeases() {
        granted.forEach(FakeLease::end);
    }

    /** Waits until a lease was seen as it is now and what followed is done, or a lease was closed. Needs a lease that is held. */
    public void awaitLook() throws InterruptedException {
        int before = looks.get();
        int closed = closedLeases.get();
        while (looks.get() < before + 2 && closedLeases.get() == closed) {
            Thread.sleep(1);
        }
    }

    @Override
    public void close() {
        isClosed = true;
    }

    public boolean isClosed() {
        return isClosed;
    }

    private final class FakeLease implements WorkerLease {
        private final List<WorkerPort> workers;
        private volatile long remainingNs = LEASE_NS;
        private volatile @Nullable Runnable whenEnding;

        FakeLease(List<WorkerPort> workers) {
            this.workers = workers;
        }

        @Override
        public List<WorkerPort> workers() {
            return workers;
        }

        @Override
        public long remainingNs() {
            looks.incrementAndGet();
            return remainingNs;
        }

        @Override
        public void renew() {
            remainingNs = LEASE_NS;
            renewals.incrementAndGet();
        }

        @Override
        public void whenEnding(Runnable action) {
            whenEnding = action;
            watchedLeases.incrementAndGet();
            if (remainingNs <= 0) {
                action.run();
            }
        }

        void end() {
            remainingNs = 0;
            Runnable action = whenEnding;
            if (action != null) {
                action.run();
            }
        }

        @Override
        public void close() {
            for (WorkerPort worker : workers) {
                if (worker instanceof FakeWorker fake) {
                    fake.lose();
                }
            }
            closedLeases.incrementAndGet();
        }
    }
}
