package org.rfaas.control;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.EnumSet;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.rfaas.fabric.Access;
import org.rfaas.fabric.Fabric;
import org.rfaas.fabric.MemoryRegion;
import org.rfaas.fabric.PostResult;
import org.rfaas.fabric.QueuePair;
import org.rfaas.fabric.QueuePairOptions;
import org.rfaas.fabric.RegionDescriptor;
import org.rfaas.fabric.WorkCompletion;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One end of a control connection: buffers, sending with back-pressure, and receiving. A received message occupies its
 * receive until it has been dealt with, so a peer cannot have more than {@value #DEPTH} messages in the works here.
 *
 * <p>Threads: any may send or close; {@link #completed} belongs to the dispatcher.
 */
final class ControlConnection {
    /** Sends under way, and receives posted, at any time. */
    static final int DEPTH = 8;

    private static final Logger LOG = LoggerFactory.getLogger(ControlConnection.class);
    private static final long SEND_BIT = 1L << 32;
    private static final long LONGEST_PAUSE_NS = 1_000_000L;

    /** What the owner of a connection does with it; called in order, on virtual threads. */
    interface Owner {
        /** A message came; run {@code dealtWith} when the next one may take its place. */
        void received(ControlFrame frame, Runnable dealtWith);

        /** The connection is over; called once, after the last message. */
        void disconnected(String reason);
    }

    private final String name;
    private final Fabric fabric;
    private final CompletionDispatcher dispatcher;
    private final MemoryRegion buffers;
    private final QueuePair queuePair;
    private final Owner owner;
    private final SerialExecutor inbox;
    private final long sendTimeoutNs;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition sendFree = lock.newCondition();
    private final Queue<Integer> freeSends = new ArrayDeque<>();
    private @Nullable OneSidedCalls oneSided;
    private boolean closed;
    private volatile String closeReason = "";

    /** @param connector connects or accepts a queue pair with these options */
    ControlConnection(
            String name,
            Fabric fabric,
            CompletionDispatcher dispatcher,
            Function<QueuePairOptions, QueuePair> connector,
            Owner owner,
            Duration sendTimeout) {
        this.name = name;
        this.fabric = fabric;
        this.dispatcher = dispatcher;
        this.owner = owner;
        this.inbox = new SerialExecutor(name);
        this.sendTimeoutNs = sendTimeout.toNanos();
        this.buffers = fabric.allocate(2L * DEPTH * ControlFrame.MAX_BYTES, EnumSet.noneOf(Access.class));
        try {
            this.queuePair =
                    connector.apply(new QueuePairOptions(dispatcher.completions(), DEPTH, ControlFrame.MAX_BYTES));
        } catch (RuntimeException e) {
            buffers.close();
            throw e;
        }
        // no completion comes before start(), but from now on closing has something to release
        dispatcher.add(queuePair, this);
    }

    String name() {
        return name;
    }

    QueuePair queuePair() {
        return queuePair;
    }

    /** Begins to receive. Separate from the constructor, so that the owner knows the connection before its first message. */
    void start() {
        for (int i = 0; i < DEPTH; i++) {
            postReceive(i);
        }
        lock.lock();
        try {
            for (int i = 0; i < DEPTH; i++) {
                freeSends.add(i);
            }
            sendFree.signalAll();
        } finally {
            lock.unlock();
        }
    }

    boolean isOpen() {
        lock.lock();
        try {
            return !closed && queuePair.isConnected();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Sends a frame, waiting for room.
     *
     * @throws ControlException when the connection is closed, or the peer takes nothing for the send timeout, which closes
     *     it
     */
    void send(ControlFrame frame) {
        byte[] bytes = ControlCodec.encode(frame);
        long deadlineNs = System.nanoTime() + sendTimeoutNs;
        int slot = acquireSend(deadlineNs);
        long offset = (long) (DEPTH + slot) * ControlFrame.MAX_BYTES;
        long pauseNs = 20_000;
        while (!trySend(slot, offset, bytes)) {
            if (deadlineNs - System.nanoTime() < 0) {
                throw stuck();
            }
            LockSupport.parkNanos(pauseNs);
            pauseNs = Math.min(2 * pauseNs, LONGEST_PAUSE_NS);
        }
        dispatcher.nudge();
    }

    private boolean trySend(int slot, long offset, byte[] bytes) {
        lock.lock();
        try {
            requireOpen();
            MemorySegment.copy(bytes, 0, buffers.segment(), ValueLayout.JAVA_BYTE, offset, bytes.length);
            return queuePair.send(buffers, offset, bytes.length, SEND_BIT | slot, QueuePair.SIGNALED)
                    == PostResult.POSTED;
        } finally {
            lock.unlock();
        }
    }

    private int acquireSend(long deadlineNs) {
        lock.lock();
        try {
            while (true) {
                requireOpen();
                Integer slot = freeSends.poll();
                if (slot != null) {
                    return slot;
                }
                if (sendFree.awaitNanos(deadlineNs - System.nanoTime()) <= 0) {
                    throw stuck();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ControlException(name + ": interrupted while sending", e);
        } finally {
            lock.unlock();
        }
    }

    private ControlException stuck() {
        String reason = "the peer has taken no message for " + TimeUnit.NANOSECONDS.toMillis(sendTimeoutNs) + " ms";
        close(reason);
        return new ControlException(name + ": " + reason);
    }

    private void requireOpen() {
        if (closed) {
            throw new ControlException(name + ": the connection is closed");
        }
    }

    /** Prepares one-sided use of the peer's memory. */
    RemoteMemory attach(RegionDescriptor descriptor) {
        lock.lock();
        try {
            requireOpen();
            OneSidedCalls calls = oneSided;
            if (calls == null) {
                calls = new OneSidedCalls(name, fabric, this::post, Duration.ofNanos(sendTimeoutNs));
                oneSided = calls;
            }
            return calls.attach(queuePair, descriptor);
        } finally {
            lock.unlock();
        }
    }

    private PostResult post(Function<QueuePair, PostResult> work) {
        PostResult result;
        lock.lock();
        try {
            requireOpen();
            result = work.apply(queuePair);
        } finally {
            lock.unlock();
        }
        dispatcher.nudge();
        return result;
    }

    /** Takes a completion of this connection. */
    void completed(WorkCompletion completion) {
        boolean isSend = (completion.workId() & SEND_BIT) != 0;
        int slot = (int) (completion.workId() & (SEND_BIT - 1));
        if (!completion.isSuccess()) {
            close("the peer has gone");
        } else if ((completion.workId() & OneSidedCalls.WORK_BIT) != 0) {
            completedOneSided(completion.workId());
        } else if (isSend) {
            lock.lock();
            try {
                freeSends.add(slot);
                sendFree.signal();
            } finally {
                lock.unlock();
            }
        } else {
            byte[] bytes = new byte[Math.min(completion.bytes(), ControlFrame.MAX_BYTES)];
            MemorySegment.copy(
                    buffers.segment(),
                    ValueLayout.JAVA_BYTE,
                    (long) slot * ControlFrame.MAX_BYTES,
                    bytes,
                    0,
                    bytes.length);
            inbox.execute(() -> receive(bytes, slot));
        }
    }

    private void completedOneSided(long workId) {
        lock.lock();
        try {
            if (oneSided != null) {
                oneSided.completed(workId);
            }
        } finally {
            lock.unlock();
        }
    }

    private void receive(byte[] bytes, int slot) {
        try {
            owner.received(ControlCodec.decode(bytes), () -> postReceive(slot));
        } catch (ProtocolException e) {
            LOG.warn("{}: closed, bad message: {}", name, e.getMessage());
            close("bad message: " + e.getMessage());
        }
    }

    private void postReceive(int slot) {
        PostResult result;
        lock.lock();
        try {
            if (closed) {
                return;
            }
            result = queuePair.postReceive(buffers, (long) slot * ControlFrame.MAX_BYTES, ControlFrame.MAX_BYTES, slot);
        } finally {
            lock.unlock();
        }
        if (result != PostResult.POSTED) {
            // never more than DEPTH are posted, so there is room unless the provider is broken
            close("no room for a receive");
        }
        dispatcher.nudge();
    }

    /**
     * Closes this end; idempotent. The owner hears of it once, after the messages that came before, and when the queue pair
     * is closed: what the peer wrote one-sided is there then, and nothing more will come.
     */
    void close(String reason) {
        lock.lock();
        try {
            if (closed) {
                return;
            }
            closed = true;
            sendFree.signalAll();
        } finally {
            lock.unlock();
        }
        closeReason = reason;
        dispatcher.remove(queuePair, this);
    }

    /** For the dispatcher, once after {@link #close}. */
    void releaseResources() {
        queuePair.close();
        buffers.close();
        lock.lock();
        try {
            if (oneSided != null) {
                oneSided.close();
            }
        } finally {
            lock.unlock();
        }
        inbox.execute(() -> owner.disconnected(closeReason));
    }
}
