package org.rfaas.control;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.rfaas.fabric.MemoryRegion;
import org.rfaas.fabric.PostResult;
import org.rfaas.fabric.QueuePair;

/** The sending half of a control connection: its buffers, and back-pressure. Any thread. */
final class ControlSender {
    private static final int DEPTH = ControlConnection.DEPTH;
    private static final int SIGNAL_EVERY = DEPTH / 2;
    private static final long SHORTEST_PAUSE_NS = 20_000L;
    private static final long LONGEST_PAUSE_NS = 1_000_000L;

    private final String name;
    private final ReentrantLock lock;
    private final Condition changed;
    private final QueuePair queuePair;
    private final MemoryRegion memory;
    private final long offset;
    private final long workId;
    private final long timeoutNs;
    private final Consumer<String> giveUp;
    private final List<ByteBuffer> buffers = new ArrayList<>();
    private long sent;
    private long ended;
    private boolean isStarted;
    private boolean isClosed;

    /**
     * Sends nothing before {@link #start}.
     *
     * @param lock under which the queue pair is used
     * @param memory has {@value ControlConnection#DEPTH} frames at {@code offset}
     * @param workId of sends
     * @param timeoutNs how long a send may wait for room
     * @param giveUp ends the connection, for a reason
     */
    ControlSender(
            String name,
            ReentrantLock lock,
            QueuePair queuePair,
            MemoryRegion memory,
            long offset,
            long workId,
            long timeoutNs,
            Consumer<String> giveUp) {
        this.name = name;
        this.lock = lock;
        this.changed = lock.newCondition();
        this.queuePair = queuePair;
        this.memory = memory;
        this.offset = offset;
        this.workId = workId;
        this.timeoutNs = timeoutNs;
        this.giveUp = giveUp;
        for (int i = 0; i < DEPTH; i++) {
            buffers.add(
                    memory.segment().asSlice(offset(i), ControlFrame.MAX_BYTES).asByteBuffer());
        }
    }

    private long offset(int slot) {
        return offset + (long) slot * ControlFrame.MAX_BYTES;
    }

    /** The peer's answers can be received from now on. */
    void start() {
        lock.lock();
        try {
            isStarted = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Sends a frame, waiting for room.
     *
     * @throws ControlException when the connection is closed, or the peer takes nothing for the timeout, which closes it
     */
    void send(ControlFrame frame) {
        long deadlineNs = System.nanoTime() + timeoutNs;
        long pauseNs = SHORTEST_PAUSE_NS;
        lock.lock();
        try {
            while (!trySend(frame)) {
                long remainingNs = deadlineNs - System.nanoTime();
                if (remainingNs <= 0) {
                    throw stuck();
                }
                // woken when the dispatcher has seen a send's end; that the peer has made room it has to find out
                changed.awaitNanos(Math.min(pauseNs, remainingNs));
                pauseNs = Math.min(2 * pauseNs, LONGEST_PAUSE_NS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ControlException(name + ": interrupted while sending", e);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Sends a frame if there is room.
     *
     * @return false when there is none
     * @throws ControlException when the connection is closed
     */
    boolean offer(ControlFrame frame) {
        lock.lock();
        try {
            return trySend(frame);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Only every {@value #SIGNAL_EVERY}th send asks for a completion, which tells that those before it have ended too: a
     * sleeping dispatcher is not woken for each.
     */
    private boolean trySend(ControlFrame frame) {
        if (isClosed) {
            throw new ControlException(name + ": the connection is closed");
        }
        if (!isStarted || sent - ended == DEPTH) {
            return false;
        }
        int slot = (int) (sent % DEPTH);
        int bytes = ControlCodec.encode(frame, buffers.get(slot));
        boolean signaled = (sent + 1) % SIGNAL_EVERY == 0;
        PostResult result = queuePair.send(
                memory, offset(slot), bytes, workId, signaled ? QueuePair.SIGNALED : QueuePair.UNSIGNALED);
        if (result != PostResult.POSTED) {
            return false;
        }
        sent++;
        return true;
    }

    private ControlException stuck() {
        String reason = "the peer has taken no message for " + TimeUnit.NANOSECONDS.toMillis(timeoutNs) + " ms";
        giveUp.accept(reason);
        return new ControlException(name + ": " + reason);
    }

    /** The dispatcher has seen a completion of a send. */
    void completed() {
        lock.lock();
        try {
            ended += SIGNAL_EVERY;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Whoever waits hears that the connection is closed. */
    void close() {
        lock.lock();
        try {
            isClosed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
