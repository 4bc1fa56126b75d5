package org.rfaas.control;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.time.Duration;
import java.util.EnumSet;
import java.util.concurrent.Executor;
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
import org.rfaas.thread.VirtualThreads;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One end of a control connection: receives, and sends by its {@link ControlSender}. A received message occupies its
 * receive until it has been dealt with, so a peer cannot have more than {@value #DEPTH} messages in the works here.
 *
 * <p>Threads: any may send or close; {@link #completed} belongs to the dispatcher.
 */
final class ControlConnection {
    /** Sends under way, and receives posted, at any time. */
    static final int DEPTH = 8;

    private static final Logger LOG = LoggerFactory.getLogger(ControlConnection.class);
    private static final long SEND_BIT = 1L << 32;

    /** What the owner of a connection does with it; called in order, on virtual threads but for what is quick. */
    interface Owner {
        /** Whether a message is dealt with without waiting for anything; it is then received on the dispatcher's thread. */
        boolean isQuick(ControlMessage message);

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
    private final ControlSender sender;
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
        this(name, fabric, dispatcher, connector, owner, sendTimeout, task -> VirtualThreads.start(name, task));
    }

    /** @param threads see {@link SerialExecutor} */
    ControlConnection(
            String name,
            Fabric fabric,
            CompletionDispatcher dispatcher,
            Function<QueuePairOptions, QueuePair> connector,
            Owner owner,
            Duration sendTimeout,
            Executor threads) {
        this.name = name;
        this.fabric = fabric;
        this.dispatcher = dispatcher;
        this.owner = owner;
        this.inbox = new SerialExecutor(name, threads);
        this.sendTimeoutNs = sendTimeout.toNanos();
        this.buffers = fabric.allocate(2L * DEPTH * ControlFrame.MAX_BYTES, EnumSet.noneOf(Access.class));
        try {
            this.queuePair =
                    connector.apply(new QueuePairOptions(dispatcher.completions(), DEPTH, ControlFrame.MAX_BYTES));
        } catch (RuntimeException | Error e) { // an owner that tries again would leave one behind each time
            buffers.close();
            throw e;
        }
        this.sender = new ControlSender(
                name,
                lock,
                queuePair,
                buffers,
                (long) DEPTH * ControlFrame.MAX_BYTES,
                SEND_BIT,
                sendTimeoutNs,
                this::close);
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
        sender.start();
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
        sender.send(frame);
    }

    /**
     * Sends a frame if there is room.
     *
     * @return false when there is none
     * @throws ControlException when the connection is closed
     */
    boolean offer(ControlFrame frame) {
        return sender.offer(frame);
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
                calls = new OneSidedCalls(name, fabric, this::post, this::close, Duration.ofNanos(sendTimeoutNs));
                oneSided = calls;
            }
            return calls.attach(queuePair, descriptor);
        } finally {
            lock.unlock();
        }
    }

    private PostResult post(Function<QueuePair, PostResult> work) {
        lock.lock();
        try {
            requireOpen();
            return work.apply(queuePair);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Takes a completion of this connection.
     *
     * @throws OutOfMemoryError when no thread can be started to receive a message, which is lost then
     */
    void completed(WorkCompletion completion) {
        boolean isSend = (completion.workId() & SEND_BIT) != 0;
        int slot = (int) (completion.workId() & (SEND_BIT - 1));
        if (!completion.isSuccess()) {
            close("the peer has gone");
        } else if ((completion.workId() & OneSidedCalls.WORK_BIT) != 0) {
            completedOneSided(completion.workId());
        } else if (isSend) {
            sender.completed();
        } else {
            byte[] bytes = new byte[Math.min(completion.bytes(), ControlFrame.MAX_BYTES)];
            MemorySegment.copy(
                    buffers.segment(),
                    ValueLayout.JAVA_BYTE,
                    (long) slot * ControlFrame.MAX_BYTES,
                    bytes,
                    0,
                    bytes.length);
            receive(bytes, slot);
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
        ControlFrame frame;
        try {
            frame = ControlCodec.decode(bytes);
        } catch (ProtocolException e) {
            inbox.execute(() -> refuse(e)); // after what came before
            return;
        }
        if (owner.isQuick(frame.message())) {
            inbox.executeHere(() -> deliver(frame, slot));
        } else {
            inbox.execute(() -> deliver(frame, slot));
        }
    }

    private void deliver(ControlFrame frame, int slot) {
        try {
            owner.received(frame, () -> postReceive(slot));
        } catch (ProtocolException e) {
            refuse(e);
        }
    }

    private void refuse(ProtocolException e) {
        LOG.warn("{}: closed, bad message: {}", name, e.getMessage());
        close("bad message: " + e.getMessage());
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
            sender.close();
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
    }

    /**
     * For the dispatcher, once after {@link #releaseResources}: has the owner hear that the connection is over.
     *
     * @throws OutOfMemoryError when no thread can be started to tell it; to be called again then
     */
    void tellOwner() {
        inbox.execute(() -> owner.disconnected(closeReason));
    }
}
