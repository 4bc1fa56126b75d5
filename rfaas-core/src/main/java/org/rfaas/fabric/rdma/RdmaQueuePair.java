package org.rfaas.fabric.rdma;

import java.util.concurrent.Executor;
import org.rfaas.fabric.FabricResources;
import org.rfaas.fabric.MemoryRegion;
import org.rfaas.fabric.PostChecks;
import org.rfaas.fabric.PostResult;
import org.rfaas.fabric.QueuePair;
import org.rfaas.fabric.QueuePairOptions;
import org.rfaas.fabric.RegionDescriptor;
import org.rfaas.fabric.RemoteRegion;
import org.rfaas.fabric.WorkCompletion;
import org.rfaas.fabric.WorkOpcode;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A reliable connection. Cost of a post: one call of the device's library, and what its driver does in it.
 *
 * <p>When it fails, the device reports what it had been given; {@link #flush} reports the rest: what is posted afterwards
 * is not given to the device any more, and not every driver reports receives that were posted while it failed.
 */
public final class RdmaQueuePair implements QueuePair {
    private static final Logger LOG = LoggerFactory.getLogger(RdmaQueuePair.class);

    private final FabricResources owner;
    private final RdmaCompletionQueue completionQueue;
    private final DeviceQueuePair device;
    private final int key;
    private final int mostCompletions;
    private final int maxMessageBytes;
    private final QueuePairLife life;
    private final SendQueue sends;
    private final ReceiveQueue receives;

    private volatile byte[] peerPrivateData = {};

    /**
     * Takes charge of a queue pair of the device, which is not connected yet.
     *
     * @param owner of which it is then a resource
     * @param options it was made for; its completion queue is one of this owner
     * @param maxPartBytes longest one-sided transfer of one work request
     * @param soon runs a task in another thread, soon
     */
    public RdmaQueuePair(
            FabricResources owner, DeviceQueuePair device, QueuePairOptions options, int maxPartBytes, Executor soon) {
        QueuePairSize size = QueuePairSize.of(options);
        this.owner = owner;
        this.device = device;
        this.completionQueue = RdmaCompletionQueue.own(options.completions(), owner);
        this.key = completionQueue.newKey();
        this.mostCompletions = size.completions();
        this.maxMessageBytes = options.maxMessageBytes();
        this.life = new QueuePairLife(device, soon);
        this.sends = new SendQueue(device, key, size, maxPartBytes);
        this.receives = new ReceiveQueue(device, key, size.receiveSlots());
    }

    /**
     * Joins the completion queue.
     *
     * @throws org.rfaas.fabric.FabricException when that has no room for it
     */
    public void start() {
        completionQueue.add(this);
    }

    /** Both ends agree. */
    public void connected(byte[] privateDataOfPeer) {
        peerPrivateData = privateDataOfPeer;
    }

    /** The connection manager tells something of this connection. */
    public void hear(CmEventType event) {
        if (event.endsConnection()) {
            fail("the peer has gone");
        } else {
            LOG.debug("{} on an established connection", event);
        }
    }

    int key() {
        return key;
    }

    /** How many completions of this queue pair the completion queue may have to hold. */
    int mostCompletions() {
        return mostCompletions;
    }

    boolean hasFailed() {
        return life.hasFailed();
    }

    @Override
    public byte[] peerPrivateData() {
        return peerPrivateData.clone();
    }

    @Override
    public boolean isConnected() {
        return life.isConnected();
    }

    @Override
    public RemoteRegion attach(RegionDescriptor descriptor) {
        return new RdmaRemoteRegion(this, descriptor);
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
        int opcode = DeviceQueuePair.RDMA_WRITE;
        return transfer(opcode, WorkOpcode.WRITE, local, localOffset, remote, remoteOffset, bytes, 0, workId, flags);
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
        int opcode = DeviceQueuePair.RDMA_WRITE_WITH_IMM;
        return transfer(
                opcode, WorkOpcode.WRITE, local, localOffset, remote, remoteOffset, bytes, immediate, workId, flags);
    }

    @Override
    public PostResult read(
            MemoryRegion local, long localOffset, RemoteRegion remote, long remoteOffset, long bytes, long workId) {
        int opcode = DeviceQueuePair.RDMA_READ;
        return transfer(opcode, WorkOpcode.READ, local, localOffset, remote, remoteOffset, bytes, 0, workId, SIGNALED);
    }

    private PostResult transfer(
            int opcode,
            WorkOpcode workOpcode,
            MemoryRegion local,
            long localOffset,
            RemoteRegion remote,
            long remoteOffset,
            long bytes,
            int immediate,
            long workId,
            int flags) {
        RdmaMemoryRegion here = checkLocal(local, localOffset, bytes);
        RdmaRemoteRegion there = checkRemote(remote);
        if (!sends.hasRoom(bytes)) {
            return PostResult.WOULD_BLOCK;
        }
        if (!life.isConnected()) {
            return refuse(workId, workOpcode);
        }
        return judge(sends.transfer(
                opcode,
                workOpcode,
                here.segment().address() + localOffset,
                here.lkey(),
                there.address() + remoteOffset,
                there.rkey(),
                bytes,
                immediate,
                workId,
                flags));
    }

    @Override
    public PostResult fetchAndAdd(
            MemoryRegion local, long localOffset, RemoteRegion remote, long remoteOffset, long addend, long workId) {
        PostChecks.requireWords(localOffset, remoteOffset);
        RdmaMemoryRegion into = checkLocal(local, localOffset, Long.BYTES);
        RdmaRemoteRegion target = checkRemote(remote);
        if (!sends.hasRoom(Long.BYTES)) {
            return PostResult.WOULD_BLOCK;
        }
        if (!life.isConnected()) {
            return refuse(workId, WorkOpcode.FETCH_AND_ADD);
        }
        long address = into.segment().address() + localOffset;
        return judge(sends.fetchAndAdd(
                address, into.lkey(), target.address() + remoteOffset, target.rkey(), addend, workId));
    }

    @Override
    public PostResult send(MemoryRegion local, long localOffset, int bytes, long workId, int flags) {
        RdmaMemoryRegion from = checkLocal(local, localOffset, bytes);
        PostChecks.requireMessage(bytes, maxMessageBytes);
        if (!sends.hasRoom(bytes)) {
            return PostResult.WOULD_BLOCK;
        }
        if (!life.isConnected()) {
            return refuse(workId, WorkOpcode.SEND);
        }
        long address = from.segment().address() + localOffset;
        int opcode = DeviceQueuePair.SEND;
        return judge(sends.post(opcode, WorkOpcode.SEND, address, bytes, from.lkey(), 0, 0, 0, workId, flags));
    }

    /** After a failure {@link #flush} will tell; after close nobody polls for it. */
    private PostResult refuse(long workId, WorkOpcode opcode) {
        if (life.hasFailed()) {
            sends.refuse(workId, opcode);
        }
        return PostResult.POSTED;
    }

    private PostResult judge(int errno) {
        if (errno != 0) {
            fail("the device refused work: " + Libc.describe(errno));
        }
        return PostResult.POSTED;
    }

    @Override
    public PostResult postReceive(MemoryRegion local, long localOffset, int bytes, long workId) {
        RdmaMemoryRegion into = checkLocal(local, localOffset, bytes);
        return postReceive(into.segment().address() + localOffset, bytes, into.lkey(), workId);
    }

    @Override
    public PostResult postReceive(long workId) {
        return postReceive(0, 0, 0, workId);
    }

    private PostResult postReceive(long address, int bytes, int lkey, long workId) {
        if (!receives.hasRoom()) {
            return PostResult.WOULD_BLOCK;
        }
        if (!life.isConnected()) {
            receives.keep(workId);
            return PostResult.POSTED;
        }
        return judge(receives.post(address, bytes, lkey, workId));
    }

    /** Polling thread: a completion of this queue pair; false when nobody is to be told of it. */
    boolean complete(DeviceCompletionQueue entries, int at, WorkCompletion into) {
        if (entries.status(at) != DeviceCompletionQueue.SUCCESS) {
            fail("work failed");
        }
        return WorkIds.isReceive(entries.id(at))
                ? receives.complete(entries, at, this, into)
                : sends.complete(entries, at, this, into);
    }

    /** Polling thread, when the device has nothing to report: the next work that will not be carried out any more. */
    boolean flush(WorkCompletion into) {
        return life.isQuiet() && (sends.flush(this, into) || receives.flush(this, into));
    }

    private RdmaMemoryRegion checkLocal(MemoryRegion local, long offset, long bytes) {
        PostChecks.requireLocal(
                local instanceof RdmaMemoryRegion region && region.belongsTo(owner), local.bytes(), offset, bytes);
        RdmaMemoryRegion ours = (RdmaMemoryRegion) local;
        PostChecks.requireOpen(ours.segment().scope().isAlive());
        return ours;
    }

    private RdmaRemoteRegion checkRemote(RemoteRegion remote) {
        PostChecks.requireRemote(remote instanceof RdmaRemoteRegion region && region.belongsTo(this));
        RdmaRemoteRegion theirs = (RdmaRemoteRegion) remote;
        PostChecks.requireOpen(theirs.isOpen() || !life.isConnected());
        return theirs;
    }

    /** Enters the error state; another thread has the device flush and tells the peer. Any thread. */
    private void fail(String why) {
        if (life.fail()) {
            LOG.debug("queue pair {}: {}", key, why);
            completionQueue.noteFailure();
        }
    }

    @Override
    public void close() {
        if (life.close()) {
            owner.remove(this);
            completionQueue.remove(this);
            device.close();
        }
    }
}
