package org.rfaas.offload.worker;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** Hands out prepared workers, then none. */
public final class FakeSource implements WorkerSource {
    public final AtomicInteger attempts = new AtomicInteger();
    public final AtomicInteger renewals = new AtomicInteger();
    public final AtomicInteger closedLeases = new AtomicInteger();

    private final Queue<WorkerPort> workers = new ConcurrentLinkedQueue<>();
    private volatile long leaseNs = 60_000_000_000L;
    private volatile boolean isRenewable = true;

    private final List<FakeLease> granted = new CopyOnWriteArrayList<>();

    public FakeSource(WorkerPort... prepared) {
        workers.addAll(List.of(prepared));
    }

    public FakeSource lasting(long ns) {
        leaseNs = ns;
        return this;
    }

    public FakeSource unrenewable() {
        isRenewable = false;
        return this;
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

    /** Their time is up. */
    public void endLeases() {
        granted.forEach(lease -> lease.endNs = System.nanoTime());
    }

    @Override
    public void close() {}

    private final class FakeLease implements WorkerLease {
        private final List<WorkerPort> workers;
        private volatile long endNs = System.nanoTime() + leaseNs;

        FakeLease(List<WorkerPort> workers) {
            this.workers = workers;
        }

        @Override
        public List<WorkerPort> workers() {
            return workers;
        }

        @Override
        public long remainingNs() {
            return endNs - System.nanoTime();
        }

        @Override
        public void renew() {
            renewals.incrementAndGet();
            if (!isRenewable) {
                throw new IllegalStateException("not to be renewed");
            }
            endNs = System.nanoTime() + leaseNs;
        }

        @Override
        public void close() {
            closedLeases.incrementAndGet();
        }
    }
}
