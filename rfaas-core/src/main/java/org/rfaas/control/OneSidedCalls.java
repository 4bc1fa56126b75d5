package org.rfaas.control;

import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.EnumSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import org.rfaas.fabric.Access;
import org.rfaas.fabric.Fabric;
import org.rfaas.fabric.MemoryRegion;
import org.rfaas.fabric.PostResult;
import org.rfaas.fabric.QueuePair;
import org.rfaas.fabric.RegionDescriptor;

/**
 * One-sided work on a control connection's queue pair, one piece at a time, through memory of its own. Control path: it waits
 * for room and for the completion.
 */
final class OneSidedCalls implements AutoCloseable {
    static final int BYTES = 8192;

    /** Marks completions that are ours. */
    static final long WORK_BIT = 1L << 33;

    private static final long PAUSE_NS = 20_000;

    /** Lets the connection post while nobody else does; answers {@code WOULD_BLOCK} or throws when it is closed. */
    @FunctionalInterface
    interface Poster {
        PostResult post(Function<QueuePair, PostResult> work);
    }

    private final String name;
    private final Poster poster;
    private final Consumer<String> giveUp;
    private final MemoryRegion staging;
    private final long timeoutNs;

    /** Held while a piece of work is under way; {@link #state} guards what its completion touches. */
    private final ReentrantLock turn = new ReentrantLock();

    private final ReentrantLock state = new ReentrantLock();
    private final Condition changed = state.newCondition();
    private long posted;
    private long completed;
    private boolean isOver;

    /** @param giveUp ends the connection, for a reason */
    OneSidedCalls(String name, Fabric fabric, Poster poster, Consumer<String> giveUp, Duration timeout) {
        this.name = name;
        this.poster = poster;
        this.giveUp = giveUp;
        this.staging = fabric.allocate(BYTES, EnumSet.noneOf(Access.class));
        this.timeoutNs = timeout.toNanos();
    }

    RemoteMemory attach(QueuePair queuePair, RegionDescriptor descriptor) {
        return new RemoteMemory(this, queuePair.attach(descriptor));
    }

    /**
     * Does a piece of work. What does not end in time, or is interrupted, may still use the memory, so the connection goes with
     * it; whoever wants to go on connects anew.
     */
    void run(RemoteMemory.Work work, Consumer<MemorySegment> result) {
        turn.lock();
        try {
            long deadlineNs = System.nanoTime() + timeoutNs;
            long number = ++posted;
            while (poster.post(queuePair -> work.post(queuePair, staging, WORK_BIT | number))
                    == PostResult.WOULD_BLOCK) {
                if (deadlineNs - System.nanoTime() <= 0) {
                    throw late();
                }
                LockSupport.parkNanos(PAUSE_NS);
            }
            if (!await(number, deadlineNs, result)) {
                throw late();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw givenUp("interrupted in one-sided work");
        } finally {
            turn.unlock();
        }
    }

    /** False when the time is up. */
    private boolean await(long number, long deadlineNs, Consumer<MemorySegment> result) throws InterruptedException {
        state.lock();
        try {
            while (completed < number && !isOver) {
                long remainingNs = deadlineNs - System.nanoTime();
                if (remainingNs <= 0) {
                    return false;
                }
                changed.awaitNanos(remainingNs);
            }
            if (isOver) {
                throw new ControlException(name + ": the connection is closed");
            }
            result.accept(staging.segment());
            return true;
        } finally {
            state.unlock();
        }
    }

    private ControlException late() {
        return givenUp("no answer to one-sided work within " + TimeUnit.NANOSECONDS.toMillis(timeoutNs) + " ms");
    }

    private ControlException givenUp(String reason) {
        giveUp.accept(reason);
        return new ControlException(name + ": " + reason);
    }

    /** The dispatcher has seen a completion of ours. */
    void completed(long workId) {
        state.lock();
        try {
            completed = Math.max(completed, workId & ~WORK_BIT);
            changed.signalAll();
        } finally {
            state.unlock();
        }
    }

    /** The queue pair is closed. */
    @Override
    public void close() {
        state.lock();
        try {
            isOver = true;
            changed.signalAll();
            staging.close();
        } finally {
            state.unlock();
        }
    }
}
