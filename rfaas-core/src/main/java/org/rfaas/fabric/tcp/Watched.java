package org.rfaas.fabric.tcp;

import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A connection as the progress thread sees it; all methods but {@link #connection} are that thread's. */
final class Watched {
    /** How long a connection that has ended waits for its peer to end it too. */
    private static final long LINGER_NS = TimeUnit.SECONDS.toNanos(1);

    private final Connection connection;

    private @Nullable SelectionKey key;
    private int sentBefore;
    private int receivedBefore;
    private int silentBeats;
    private boolean isEnding;
    private long endingSinceNs;

    Watched(Connection connection) {
        this.connection = connection;
    }

    Connection connection() {
        return connection;
    }

    /** The selector tells of it. */
    void ready(long nowNs) {
        Attendance attendance = connection.completionQueue().attendance();
        if (connection.state() != Connection.State.CONNECTED) {
            return;
        }
        if (attendance.isUnattended()) {
            if (!attendance.isSleeping()) {
                connection.drive();
                connection.completionQueue().signal();
            }
            attendance.eventSeen(nowNs);
        } else if (connection.progressInterest() != 0) {
            connection.transmit();
        }
    }

    /** Has the selector watch for what nobody else watches for. */
    void arm(Selector selector) {
        try {
            SelectionKey known = key;
            int interest = connection.progressInterest();
            if (known == null) {
                key = connection.channel().register(selector, interest, this);
            } else if (known.interestOps() != interest) {
                known.interestOps(interest);
            }
        } catch (ClosedChannelException | CancelledKeyException e) {
            TcpFabric.LOG.trace("tcp peer {} was disconnected meanwhile", connection.peer(), e);
        }
    }

    /**
     * A heartbeat interval has passed. Silence is counted in intervals this thread was awake for, so a process that was
     * stopped for a while does not take its own absence for its peers'.
     */
    void beat(long intervalNs, long timeoutNs) {
        if (connection.writer().activity() == sentBefore) {
            connection.writer().requestAck();
            connection.transmit();
            connection.completionQueue().signal(); // a sleeping poller has to watch a socket that takes no more
        }
        sentBefore = connection.writer().activity();
        if (connection.reader().activity() == receivedBefore) {
            silentBeats++;
            if (silentBeats * intervalNs >= timeoutNs) {
                lookForTheLastTime(silentBeats * intervalNs);
            }
        } else {
            silentBeats = 0;
        }
        receivedBefore = connection.reader().activity();
    }

    private void lookForTheLastTime(long silenceNs) {
        if (connection.drive()) {
            connection.completionQueue().signal(); // the poller may sleep over the socket that was just emptied
        } else {
            connection.declareSilent(TimeUnit.NANOSECONDS.toMillis(silenceNs));
        }
    }

    /** After the connection has left the connected state; true when the socket is closed. */
    boolean finish(long nowNs) {
        if (!isEnding) {
            isEnding = true;
            endingSinceNs = nowNs;
        }
        return connection.finish(nowNs - endingSinceNs > LINGER_NS);
    }
}
