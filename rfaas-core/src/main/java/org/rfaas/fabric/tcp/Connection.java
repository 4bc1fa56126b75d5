package org.rfaas.fabric.tcp;

import java.io.IOException;
import java.net.ProtocolException;
import java.net.StandardSocketOptions;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;
import org.rfaas.fabric.FabricResources;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The socket of a queue pair, and who may work on it.
 *
 * <p>Two sections, each for one thread at a time, entered by compare-and-set and never waited for on the data path: in
 * <i>drive</i> frames are read and carried out, in <i>transmit</i> frames are written. Work left by somebody who found
 * transmit taken is not lost, because its holder looks for work again after it has released the section. Bytes left by
 * somebody who found drive taken are not lost either: they stay in the socket, which the poller reads again and of which
 * selectors tell again.
 *
 * <p>When the socket takes no more, the connection is stalled, and whoever watches it (the poller by polling, the sleeping
 * poller and the progress thread by a selector) carries on.
 */
final class Connection {
    private static final Logger LOG = LoggerFactory.getLogger(Connection.class);

    enum State {
        CONNECTED,
        /** The peer has gone, or asked for what it may not; what arrived before is still delivered. */
        PEER_LOST,
        /** Work failed here; nothing is delivered any more. */
        FAILED,
        CLOSED
    }

    private final SocketChannel channel;
    private final String peer;
    private final TcpCompletionQueue completionQueue;
    private final ProgressThread progress;
    private final FrameHandler handler;
    private final FrameReader reader;
    private final FrameWriter writer;

    private final Section driving = new Section();
    private final Section transmitting = new Section();
    private volatile State state = State.CONNECTED;
    private volatile boolean brokenProtocol;
    private volatile boolean stalled;
    private volatile boolean writable = true;
    private volatile boolean silent;
    private volatile long pollsAtStall;

    private @Nullable SelectionKey pollerKey;
    private boolean outputEnded;

    Connection(
            SocketChannel channel,
            String peer,
            TcpCompletionQueue completionQueue,
            ProgressThread progress,
            FrameHandler handler,
            FrameWriter writer) {
        this.channel = channel;
        this.peer = peer;
        this.completionQueue = completionQueue;
        this.progress = progress;
        this.handler = handler;
        this.reader = new FrameReader(channel, handler);
        this.writer = writer;
    }

    SocketChannel channel() {
        return channel;
    }

    String peer() {
        return peer;
    }

    TcpCompletionQueue completionQueue() {
        return completionQueue;
    }

    State state() {
        return state;
    }

    /** Polling thread: whether it failed because the peer broke the protocol; true once, for the first receive. */
    boolean reportBrokenProtocol() {
        boolean isNews = brokenProtocol;
        brokenProtocol = false;
        return isNews;
    }

    FrameReader reader() {
        return reader;
    }

    FrameWriter writer() {
        return writer;
    }

    /** Reads and carries out what has come, and answers it. Any thread; returns whether anything had come. */
    boolean drive() {
        if (state != State.CONNECTED || !driving.tryEnter()) {
            return false;
        }
        boolean moved = false;
        try {
            if (state == State.CONNECTED) { // looked at again inside: close waits for the section, not for us before it
                moved = reader.pass();
                afterPass(moved);
            }
        } catch (ProtocolException e) {
            brokenProtocol = true;
            if (enter(State.FAILED)) {
                LOG.warn("tcp peer {} broke the protocol: {}; disconnecting", peer, e.getMessage());
            }
        } catch (IOException e) {
            LOG.debug("tcp peer {} lost: {}", peer, e.getMessage());
            enter(State.PEER_LOST);
        } finally {
            driving.leave();
        }
        if (moved || stalled) {
            transmit();
        }
        return moved;
    }

    private void afterPass(boolean moved) throws IOException {
        switch (handler.end()) {
            case REFUSED -> enter(State.PEER_LOST);
            case REFUSED_BY_PEER -> enter(State.FAILED);
            case NONE -> {
                if (!moved && !writable) {
                    throw new IOException("nothing can be written to it");
                }
            }
        }
    }

    /** Writes what is to be written, as far as the socket takes it. Any thread. */
    void transmit() {
        while (writable && (stalled || writer.hasWork()) && transmitting.tryEnter()) {
            boolean drained = false;
            try {
                drained = writer.run(handler);
            } catch (IOException e) {
                writable = false; // whoever drives reads what came before, and then ends the connection
                LOG.debug("tcp peer {} takes nothing: {}", peer, e.getMessage());
            } finally {
                stalled = writable && !drained;
                transmitting.leave();
            }
            if (!drained) {
                return;
            }
        }
    }

    /**
     * Posting thread: transmits what it has posted. What the socket does not take is watched by the poller if it sleeps
     * or polls on, else by the progress thread.
     */
    void transmitPosted() {
        transmit();
        if (stalled || !writable) {
            pollsAtStall = completionQueue.attendance().polls();
            completionQueue.signal();
            if (completionQueue.attendance().isUnattended()) {
                progress.wakeUp(); // else it looks here within a millisecond, and the kernel has that much to send
            }
        } else if (state != State.CONNECTED) {
            completionQueue.signal(); // another thread may be in await, and has this to flush
        }
    }

    /** Poller: has its selector watch this connection while it is worth watching. */
    void watch(Selector selector) {
        SelectionKey key = pollerKey;
        if (state != State.CONNECTED) {
            if (key != null) {
                key.cancel();
            }
            return;
        }
        try {
            int interest = stalled ? SelectionKey.OP_READ | SelectionKey.OP_WRITE : SelectionKey.OP_READ;
            if (key == null) {
                pollerKey = channel.register(selector, interest);
            } else if (key.interestOps() != interest) {
                key.interestOps(interest);
            }
        } catch (ClosedChannelException | CancelledKeyException e) {
            LOG.trace("tcp peer {} was disconnected meanwhile", peer, e);
        }
    }

    /** What the progress thread's selector is to watch. */
    int progressInterest() {
        Attendance attendance = completionQueue.attendance();
        if (state != State.CONNECTED || attendance.isUnattended()) {
            return stalled ? SelectionKey.OP_READ | SelectionKey.OP_WRITE : SelectionKey.OP_READ;
        }
        // nobody has polled since posting stalled: he may be computing while the rest of a long payload waits
        boolean isLeftAlone = stalled && !attendance.isSleeping() && attendance.polls() == pollsAtStall;
        return isLeftAlone ? SelectionKey.OP_WRITE : 0;
    }

    /** Progress thread: the peer has been silent for too long. */
    void declareSilent(long silenceMs) {
        silent = true;
        if (enter(State.PEER_LOST)) {
            LOG.warn("tcp peer {} was silent for {} ms; disconnecting", peer, silenceMs);
        }
    }

    /** Enters an error state. The progress thread closes the socket. */
    boolean enter(State error) {
        synchronized (this) {
            if (state != State.CONNECTED && !(state == State.PEER_LOST && error == State.FAILED)) {
                return false;
            }
            state = error;
        }
        writer.endRequests();
        progress.wakeUp();
        completionQueue.signal();
        return true;
    }

    /**
     * From now on nothing is delivered and no region written to; what was posted still goes out. False when it was closed
     * before.
     */
    boolean close() {
        synchronized (this) {
            if (state == State.CLOSED) {
                return false;
            }
            state = State.CLOSED;
        }
        enterDrive();
        leaveDrive();
        progress.wakeUp();
        return true;
    }

    /** Waits until nobody works on this region, whose peers' keys are void already. */
    void withdraw(TcpMemoryRegion region) {
        enterDrive();
        reader.forget(region);
        leaveDrive();
        transmitting.enter();
        writer.forget(region);
        transmitting.leave();
        transmit(); // what somebody posted meanwhile
    }

    /** Waits for the drive section; its holders never block. */
    void enterDrive() {
        driving.enter();
    }

    void leaveDrive() {
        driving.leave();
    }

    /**
     * Progress thread, after the state has left CONNECTED: sends what is still to be sent, says that no more comes, and
     * waits for the peer to do the same, because a socket closed with unread bytes takes back what it has sent.
     *
     * @param isTimeUp whether to wait no longer
     * @return whether the socket is closed
     */
    boolean finish(boolean isTimeUp) {
        try {
            transmit();
            enterDrive();
            try {
                reader.discard();
            } finally {
                leaveDrive();
            }
            if (!outputEnded && !stalled && !writer.hasWork()) {
                channel.shutdownOutput();
                outputEnded = true;
            }
            if (writable && !silent && !isTimeUp) {
                return false;
            }
            channel.setOption(StandardSocketOptions.SO_LINGER, 0); // the kernel need not go on trying
        } catch (IOException e) {
            LOG.trace("tcp peer {} has closed too", peer, e);
        }
        FabricResources.closeQuietly(channel);
        completionQueue.releaseClosed();
        return true;
    }
}
