package org.rfaas.offload.pool;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;

/**
 * The workers that the rank may use now. The thread that seeks them adds them, the one that keeps leases drops them, and the
 * rank sees a new generation.
 */
final class WorkerRoster {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private volatile List<RemoteWorker> workers = List.of();
    private final AtomicLong lost = new AtomicLong();
    private final AtomicInteger generation = new AtomicInteger();
    private volatile boolean isInUse;
    /** Guarded by the lock. */
    private boolean isClosed;

    /** Changes whenever {@link #workers} does. */
    int generation() {
        return generation.get();
    }

    List<RemoteWorker> workers() {
        return workers;
    }

    int size() {
        return workers.size();
    }

    /** Workers dropped so far. */
    long lost() {
        return lost.get();
    }

    /** The rank's thread may use workers from now on; it looks at the generation before it does. */
    void beginUse() {
        isInUse = true;
    }

    void endUse() {
        isInUse = false;
    }

    /**
     * Whether the rank may be using workers that were dropped. Both sides write before they read, and all fields are volatile:
     * the keeper advances the generation, then reads the use; the rank sets the use, then reads the generation. So at least one
     * sees the other.
     */
    boolean isInUse() {
        return isInUse;
    }

    void add(List<RemoteWorker> added) {
        lock.lock();
        try {
            if (!isClosed) {
                List<RemoteWorker> all = new ArrayList<>(workers);
                all.addAll(added);
                publish(all);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Forgets all, none of them lost, and those that are added from now on. */
    void close() {
        lock.lock();
        try {
            isClosed = true;
            publish(List.of());
        } finally {
            lock.unlock();
        }
    }

    /** Drops what is not kept; whether there was any. */
    boolean keepOnly(Predicate<RemoteWorker> isKept) {
        lock.lock();
        try {
            List<RemoteWorker> left = workers.stream().filter(isKept).toList();
            int dropped = workers.size() - left.size();
            if (dropped > 0) {
                lost.addAndGet(dropped);
                publish(left);
            }
            return dropped > 0;
        } finally {
            lock.unlock();
        }
    }

    /** Waits until there are so many, or the time is up. Answers how many there are. */
    int await(int count, long timeoutNs) {
        long leftNs = timeoutNs;
        lock.lock();
        try {
            while (workers.size() < count && leftNs > 0) {
                leftNs = changed.awaitNanos(leftNs);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
        return workers.size();
    }

    /** Holding the lock. */
    private void publish(List<RemoteWorker> all) {
        workers = List.copyOf(all);
        generation.incrementAndGet();
        changed.signalAll();
    }
}
