package org.rfaas.fabric.tcp;

import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;
import org.rfaas.fabric.InitiatedCompletions;
import org.rfaas.fabric.MemoryRegion;
import org.rfaas.fabric.PostChecks;
import org.rfaas.fabric.PostResult;
import org.rfaas.fabric.PostedReceives;
import org.rfaas.fabric.QueuePair;
import org.rfaas.fabric.RegionDescriptor;
import org.rfaas.fabric.RemoteRegion;
import org.rfaas.fabric.RingCounters;
import org.rfaas.fabric.WorkCompletion;
import org.rfaas.fabric.WorkOpcode;
import org.rfaas.fabric.WorkStatus;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A queue pair over one connection. Posting writes to the socket at once, as far as it takes it; the rest follows while
 * the connection is polled, or by the progress thread. Signaled work completes when the peer says that it has carried it
 * out, so its success is the peer's word and its order with failures is right; silent work is confirmed with what goes the
 * other way anyhow. Local memory may be reused after the completion, or after the peer has reacted to the work.
 */
final class TcpQueuePair implements QueuePair {
    private static final Logger LOG = LoggerFactory.getLogger(TcpQueuePair.class);

    private final TcpFabric fabric;
    private final TcpCompletionQueue completionQueue;
    private final byte[] peerPrivateData;
    private final int maxMessageBytes;
    private final SendQueue send;
    private final InitiatedCompletions completions;

    /** Nothing is posted while there are so many completions, so that those of all that is outstanding then still fit. */
    private final int mostCompletions;

    private final Arrivals arrivals;
    private final PostedReceives<TcpMemoryRegion> receives;
    private final Connection connection;

    TcpQueuePair(TcpFabric fabric, Handshake.Established established) {
        this.fabric = fabric;
        this.completionQueue = established.completions();
        this.peerPrivateData = established.peerPrivateData();
        this.maxMessageBytes = established.maxMessageBytes();
        int depth = established.depth();
        this.send = new SendQueue(depth);
        this.mostCompletions = RingCounters.capacity(depth);
        this.completions = new InitiatedCompletions(2 * mostCompletions);
        this.arrivals = new Arrivals(depth, maxMessageBytes);
        this.receives = new PostedReceives<>(depth);
        Responses responses = new Responses(depth);
        FrameWriter writer = new FrameWriter(established.channel(), send, responses, arrivals);
        FrameHandler handler =
                new FrameHandler(fabric.regions(), send, responses, arrivals, completions, writer, maxMessageBytes);
        this.connection = new Connection(
                established.channel(), established.peer(), completionQueue, fabric.progress(), handler, writer);
    }

    /** Joins the completion queue; from now on the connection is served. First by whoever closes its socket in the end. */
    void start() {
        fabric.progress().add(connection);
        completionQueue.add(this);
    }

    Connection connection() {
        return connection;
    }

    @Override
    public byte[] peerPrivateData() {
        return peerPrivateData.clone();
    }

    @Override
    public boolean isConnected() {
        return connection.state() == Connection.State.CONNECTED;
    }

    @Override
    public RemoteRegion attach(RegionDescriptor descriptor) {
        return new TcpRemoteRegion(this, descriptor);
    }

    @Override
    public PostResult write(
            MemoryRegion local,
            long localOffset,
            RemoteRegion remote,
            long remoteOffset,
            long bytes,
            long workId,
            int flags) {
        TcpMemoryRegion from = checkLocal(local, localOffset, bytes);
        return post(Frame.WRITE, from, localOffset, bytes, checkRemote(remote), remoteOffset, 0, workId, flags);
    }

    @Override
    public PostResult writeWithImmediate(
            MemoryRegion local,
            long localOffset,
            RemoteRegion remote,
            long remoteOffset,
            int bytes,
            int immediate,
            long workId,
            int flags) {
        TcpMemoryRegion from = checkLocal(local, localOffset, bytes);
        TcpRemoteRegion target = checkRemote(remote);
        return post(Frame.WRITE_IMMEDIATE, from, localOffset, bytes, target, remoteOffset, immediate, workId, flags);
    }

    @Override
    public PostResult read(
            MemoryRegion local, long localOffset, RemoteRegion remote, long remoteOffset, long bytes, long workId) {
        TcpMemoryRegion into = checkLocal(local, localOffset, bytes);
        return post(Frame.READ, into, localOffset, bytes, checkRemote(remote), remoteOffset, 0, workId, SIGNALED);
    }

    @Override
    public PostResult fetchAndAdd(
            MemoryRegion local, long localOffset, RemoteRegion remote, long remoteOffset, long addend, long workId) {
        PostChecks.requireWords(localOffset, remoteOffset);
        TcpMemoryRegion into = checkLocal(local, localOffset, Long.BYTES);
        TcpRemoteRegion target = checkRemote(remote);
        return post(Frame.FETCH_AND_ADD, into, localOffset, addend, target, remoteOffset, 0, workId, SIGNALED);
    }

    @Override
    public PostResult send(MemoryRegion local, long localOffset, int bytes, long workId, int flags) {
        TcpMemoryRegion from = checkLocal(local, localOffset, bytes);
        PostChecks.requireMessage(bytes, maxMessageBytes);
        return post(Frame.SEND, from, localOffset, bytes, null, 0, 0, workId, flags);
    }

    private PostResult post(
            byte opcode,
            TcpMemoryRegion local,
            long localOffset,
            long operand,
            @Nullable TcpRemoteRegion remote,
            long remoteOffset,
            int immediate,
            long workId,
            int flags) {
        if (!hasRoom(opcode)) {
            // what makes room may have come already, and not every caller polls before he tries again
            if (connection.drive()) {
                completionQueue.signal(); // the poller may sleep over the socket that was just emptied
            }
            if (!hasRoom(opcode)) {
                connection.transmitPosted();
                return PostResult.WOULD_BLOCK;
            }
        }
        send.post(
                opcode,
                local,
                localOffset,
                operand,
                remote == null ? 0 : remote.key(),
                remote == null ? 0 : remote.address(remoteOffset),
                immediate,
                workId,
                (flags & SIGNALED) != 0);
        connection.transmitPosted();
        return PostResult.POSTED;
    }

    private boolean hasRoom(byte opcode) {
        return send.hasRoom()
                && completions.size() < mostCompletions
                && (!Frame.isTwoSided(opcode) || send.hasCredit() || !isConnected());
    }

    @Override
    public PostResult postReceive(MemoryRegion local, long localOffset, int bytes, long workId) {
        return postReceive(workId, checkLocal(local, localOffset, bytes), localOffset, bytes);
    }

    @Override
    public PostResult postReceive(long workId) {
        return postReceive(workId, null, 0, 0);
    }

    private PostResult postReceive(long workId, @Nullable TcpMemoryRegion region, long offset, int bytes) {
        if (!receives.post(workId, region, offset, bytes)) {
            return PostResult.WOULD_BLOCK;
        }
        completionQueue.signal(); // another thread may be in await, and an arrival may wait for this receive
        return PostResult.POSTED;
    }

    /** Polling thread: takes this queue pair's next completion. */
    boolean take(WorkCompletion into) {
        Connection.State now = connection.state(); // before all else: when the peer is lost, all that came is there
        if (now == Connection.State.CLOSED) {
            return false;
        }
        if (completions.poll(into, this)) {
            return true;
        }
        boolean hasArrival = now != Connection.State.FAILED && arrivals.isReady();
        if (hasArrival && !receives.isEmpty()) {
            return deliver(into);
        }
        // an arrival waits for a receive that may still be posted; what was sent cannot wait for that
        return now != Connection.State.CONNECTED && (flushSend(into) || (!hasArrival && flushReceive(into)));
    }

    private boolean deliver(WorkCompletion into) {
        int bytes = arrivals.bytes();
        int message = arrivals.message();
        if (message == Arrivals.IMMEDIATE) {
            completeReceive(into, WorkStatus.SUCCESS, WorkOpcode.RECEIVE_IMMEDIATE, bytes, arrivals.immediate());
        } else {
            TcpMemoryRegion region = receives.region();
            if (region == null || bytes > receives.length() || !copyMessage(message, bytes, region)) {
                connection.enter(Connection.State.FAILED);
                completeReceive(into, WorkStatus.LOCAL_LENGTH_ERROR, WorkOpcode.RECEIVE, 0, 0);
                return true;
            }
            completeReceive(into, WorkStatus.SUCCESS, WorkOpcode.RECEIVE, bytes, 0);
        }
        arrivals.take();
        if (arrivals.isCreditDue()) {
            connection.transmit();
        }
        return true;
    }

    /** False when the region was closed under its receive: that must not end the poller, who serves others too. */
    private boolean copyMessage(int message, int bytes, TcpMemoryRegion region) {
        try {
            MemorySegment from = arrivals.memory().segment(message);
            MemorySegment.copy(from, 0, region.segment(), receives.offset(), bytes);
            return true;
        } catch (IllegalStateException e) {
            LOG.warn(
                    "a message met a receive whose memory region is closed; disconnecting from tcp peer {}",
                    connection.peer());
            return false;
        }
    }

    /** In an error state: what was posted to be sent. */
    private boolean flushSend(WorkCompletion into) {
        if (!send.hasOutstanding()) {
            return false;
        }
        connection.enterDrive();
        try {
            send.flush(completions);
        } finally {
            connection.leaveDrive();
        }
        return completions.poll(into, this);
    }

    /** In an error state, when nothing is to be delivered any more: what was posted to receive. */
    private boolean flushReceive(WorkCompletion into) {
        if (receives.isEmpty()) {
            return false;
        }
        boolean isFirst = connection.reportBrokenProtocol();
        WorkStatus status = isFirst ? WorkStatus.REMOTE_OPERATION_ERROR : WorkStatus.FLUSHED;
        completeReceive(into, status, WorkOpcode.RECEIVE, 0, 0);
        return true;
    }

    private void completeReceive(WorkCompletion into, WorkStatus status, WorkOpcode opcode, int bytes, int immediate) {
        into.set(this, receives.workId(), status, opcode, bytes, immediate);
        receives.take();
    }

    private TcpMemoryRegion checkLocal(MemoryRegion local, long offset, long bytes) {
        boolean ours = local instanceof TcpMemoryRegion candidate && candidate.belongsTo(fabric);
        PostChecks.requireLocal(ours, local.descriptor().bytes(), offset, bytes);
        TcpMemoryRegion region = (TcpMemoryRegion) local;
        PostChecks.requireOpen(region.isOpen());
        return region;
    }

    private TcpRemoteRegion checkRemote(RemoteRegion remote) {
        PostChecks.requireRemote(remote instanceof TcpRemoteRegion region && region.belongsTo(this));
        TcpRemoteRegion theirs = (TcpRemoteRegion) remote;
        PostChecks.requireOpen(theirs.isOpen() || !isConnected());
        return theirs;
    }

    @Override
    public void close() {
        if (connection.close()) {
            completionQueue.remove(this);
            fabric.resources().remove(this);
        }
    }
}
