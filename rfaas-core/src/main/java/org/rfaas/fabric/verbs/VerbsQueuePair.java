package org.rfaas.fabric.verbs;

import java.lang.foreign.MemorySegment;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.rfaas.fabric.MemoryRegion;
import org.rfaas.fabric.PostResult;
import org.rfaas.fabric.QueuePair;
import org.rfaas.fabric.QueuePairOptions;
import org.rfaas.fabric.RegionDescriptor;
import org.rfaas.fabric.RemoteRegion;
import org.rfaas.fabric.WorkCompletion;
import org.rfaas.fabric.WorkOpcode;
import org.rfaas.fabric.WorkStatus;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A reliable connection. Cost of a post: one native call, and what the device's driver does in it.
 *
 * <p>When it fails, the device reports what it had been given; {@link #flush} reports the rest: what is posted afterwards
 * is not given to the device any more, and not every driver reports receives that were posted while it failed.
 */
final class VerbsQueuePair implements QueuePair {
    private static final Logger LOG = LoggerFactory.getLogger(VerbsQueuePair.class);

    /** Marks the id of a receive; the rest is its number in the receive queue, that of a send in the send queue. */
    private static final long RECEIVE = Long.MIN_VALUE;

    /** How long the device may take to report, once the queue pair is in the error state. */
    private static final long FLUSH_GRACE_NS = TimeUnit.MILLISECONDS.toNanos(20);

    /** Slots for the parts of work that is longer than one work request can carry. */
    private static final int LEAST_SEND_SLOTS = 64;

    private enum State {
        CONNECTED,
        ERROR,
        CLOSED
    }

    private final VerbsFabric fabric;
    private final CmId id;
    private final VerbsCompletionQueue completionQueue;
    private final NativeQueuePair device;
    private final SendSlots sends;
    private final ReceiveSlots receives;
    private final int mostCompletions;
    private final int maxPartBytes;
    private final int maxMessageBytes;
    private final Object life = new Object();

    private volatile byte[] peerPrivateData = {};
    private volatile State state = State.CONNECTED;
    private volatile boolean quiet;
    private volatile long quietSinceNs;
    private WorkStatus partStatus = WorkStatus.SUCCESS;

    /**
     * Makes a queue pair of an identifier that is bound to the fabric's device but not connected yet.
     *
     * @throws org.rfaas.fabric.FabricException when the device refuses
     */
    VerbsQueuePair(
            VerbsFabric fabric,
            VerbsDevice verbsDevice,
            CmId id,
            VerbsCompletionQueue completionQueue,
            QueuePairOptions options) {
        int sendLimit = powerOfTwo(2 * options.depth());
        int sendSlots = Math.max(sendLimit, LEAST_SEND_SLOTS);
        int receiveSlots = powerOfTwo(options.depth());
        this.fabric = fabric;
        this.id = id;
        this.completionQueue = completionQueue;
        this.maxPartBytes = verbsDevice.maxMessageBytes();
        this.maxMessageBytes = options.maxMessageBytes();
        this.mostCompletions = sendSlots + receiveSlots;
        this.sends = new SendSlots(sendSlots, sendLimit);
        this.receives = new ReceiveSlots(receiveSlots);
        this.device = NativeQueuePair.create(id, verbsDevice, completionQueue.segment(), sendSlots, receiveSlots);
    }

    private static int powerOfTwo(int atLeast) {
        return Integer.highestOneBit(2 * atLeast - 1);
    }

    /** Joins the completion queue. */
    void start() {
        completionQueue.add(this);
    }

    /** Both ends agree. */
    void connected(byte[] privateDataOfPeer) {
        peerPrivateData = privateDataOfPeer;
        device.shortenReceiverNotReadyTimer();
    }

    int number() {
        return device.number();
    }

    /** How many completions of this queue pair the completion queue may have to hold. */
    int mostCompletions() {
        return mostCompletions;
    }

    boolean hasFailed() {
        return state == State.ERROR;
    }

    @Override
    public byte[] peerPrivateData() {
        return peerPrivateData.clone();
    }

    @Override
    public boolean isConnected() {
        return state == State.CONNECTED;
    }

    @Override
    public RemoteRegion attach(RegionDescriptor descriptor) {
        return new VerbsRemoteRegion(this, descriptor);
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
        VerbsMemoryRegion from = checkLocal(local, localOffset, bytes);
        VerbsRemoteRegion target = checkRemote(remote);
        return transfer(
                SendRequest.RDMA_WRITE,
                WorkOpcode.WRITE,
                from,
                localOffset,
                target,
                remoteOffset,
                bytes,
                0,
                workId,
                flags);
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
        VerbsMemoryRegion from = checkLocal(local, localOffset, bytes);
        VerbsRemoteRegion target = checkRemote(remote);
        return transfer(
                SendRequest.RDMA_WRITE_WITH_IMM,
                WorkOpcode.WRITE,
                from,
                localOffset,
                target,
                remoteOffset,
                bytes,
                immediate,
                workId,
                flags);
    }

    @Override
    public PostResult read(
            MemoryRegion local, long localOffset, RemoteRegion remote, long remoteOffset, long bytes, long workId) {
        VerbsMemoryRegion into = checkLocal(local, localOffset, bytes);
        VerbsRemoteRegion source = checkRemote(remote);
        return transfer(
                SendRequest.RDMA_READ,
                WorkOpcode.READ,
                into,
                localOffset,
                source,
                remoteOffset,
                bytes,
                0,
                workId,
                SIGNALED);
    }

    @Override
    public PostResult fetchAndAdd(
            MemoryRegion local, long localOffset, RemoteRegion remote, long remoteOffset, long addend, long workId) {
        if ((localOffset & 7) != 0 || (remoteOffset & 7) != 0) {
            throw new IllegalArgumentException(
                    "fetch-and-add needs multiples of 8, not offsets " + localOffset + " and " + remoteOffset);
        }
        VerbsMemoryRegion into = checkLocal(local, localOffset, Long.BYTES);
        VerbsRemoteRegion target = checkRemote(remote);
        if (!sends.hasRoom(1)) {
            return PostResult.WOULD_BLOCK;
        }
        if (state != State.CONNECTED) {
            return refuse(workId, WorkOpcode.FETCH_AND_ADD);
        }
        long slot = sends.enter(workId, WorkOpcode.FETCH_AND_ADD, SendSlots.REPORTED, true);
        long address = into.segment().address() + localOffset;
        device.send().compose(SendRequest.ATOMIC_FETCH_AND_ADD, slot, true, address, Long.BYTES, into.lkey());
        device.send().fetchAndAdd(target.address() + remoteOffset, target.rkey(), addend);
        return post();
    }

    @Override
    public PostResult send(MemoryRegion local, long localOffset, int bytes, long workId, int flags) {
        VerbsMemoryRegion from = checkLocal(local, localOffset, bytes);
        if (bytes > maxMessageBytes) {
            throw new IndexOutOfBoundsException(
                    "a message of " + bytes + " bytes; this queue pair carries " + maxMessageBytes);
        }
        if (!sends.hasRoom(1)) {
            return PostResult.WOULD_BLOCK;
        }
        if (state != State.CONNECTED) {
            return refuse(workId, WorkOpcode.SEND);
        }
        boolean reported = (flags & SIGNALED) != 0;
        boolean signaled = reported || sends.mustSignal();
        long slot = sends.enter(workId, WorkOpcode.SEND, reported ? SendSlots.REPORTED : SendSlots.SILENT, signaled);
        long address = from.segment().address() + localOffset;
        device.send().compose(SendRequest.SEND, slot, signaled, address, bytes, from.lkey());
        return post();
    }

    /** Posts one-sided work, in parts if it is longer than a work request can carry; the immediate goes with the last. */
    private PostResult transfer(
            int opcode,
            WorkOpcode workOpcode,
            VerbsMemoryRegion local,
            long localOffset,
            VerbsRemoteRegion remote,
            long remoteOffset,
            long bytes,
            int immediate,
            long workId,
            int flags) {
        long parts = bytes <= maxPartBytes ? 1 : (bytes - 1) / maxPartBytes + 1;
        if (!sends.hasRoom(parts)) {
            return waitOrThrow(bytes, parts);
        }
        if (state != State.CONNECTED) {
            return refuse(workId, workOpcode);
        }
        long localAddress = local.segment().address() + localOffset;
        long remoteAddress = remote.address() + remoteOffset;
        long at = 0;
        int partOpcode = opcode == SendRequest.RDMA_WRITE_WITH_IMM ? SendRequest.RDMA_WRITE : opcode;
        for (; parts > 1; parts--) {
            boolean signaled = sends.mustSignal();
            long slot = sends.enter(workId, workOpcode, SendSlots.PART, signaled);
            device.send().compose(partOpcode, slot, signaled, localAddress + at, maxPartBytes, local.lkey());
            device.send().remote(remoteAddress + at, remote.rkey());
            post();
            at += maxPartBytes;
        }
        boolean reported = (flags & SIGNALED) != 0;
        boolean signaled = reported || sends.mustSignal();
        long slot = sends.enter(workId, workOpcode, reported ? SendSlots.REPORTED : SendSlots.SILENT, signaled);
        device.send().compose(opcode, slot, signaled, localAddress + at, (int) (bytes - at), local.lkey());
        device.send().remote(remoteAddress + at, remote.rkey());
        device.send().immediate(immediate);
        return post();
    }

    private PostResult waitOrThrow(long bytes, long parts) {
        if (parts > sends.capacity()) {
            throw new IllegalArgumentException("a transfer of " + bytes + " bytes; this device carries at most "
                    + (long) sends.capacity() * maxPartBytes + " at once: split it");
        }
        return PostResult.WOULD_BLOCK;
    }

    /** In the error state: {@link #flush} will tell. After close nobody polls for it. */
    private PostResult refuse(long workId, WorkOpcode opcode) {
        if (state == State.ERROR) {
            sends.enter(workId, opcode, SendSlots.REFUSED, false);
        }
        return PostResult.POSTED;
    }

    private PostResult post() {
        int errno = device.postSend();
        if (errno != 0) {
            sends.refuseLast();
            fail("the device refused work: " + Libc.describe(errno));
        }
        return PostResult.POSTED;
    }

    @Override
    public PostResult postReceive(MemoryRegion local, long localOffset, int bytes, long workId) {
        VerbsMemoryRegion into = checkLocal(local, localOffset, bytes);
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
        long slot = receives.enter(workId);
        if (state == State.CONNECTED) {
            device.receive().compose(RECEIVE | slot, address, bytes, lkey);
            int errno = device.postReceive();
            if (errno != 0) {
                fail("the device refused a receive: " + Libc.describe(errno));
            }
        }
        return PostResult.POSTED;
    }

    /** Polling thread: a completion of this queue pair; false when nobody is to be told of it. */
    boolean complete(CompletionEntries entries, int at, WorkCompletion into) {
        long slot = entries.id(at);
        return slot < 0 ? completeReceive(entries, at, slot & ~RECEIVE, into) : completeSend(entries, at, slot, into);
    }

    private boolean completeReceive(CompletionEntries entries, int at, long slot, WorkCompletion into) {
        if (!receives.isOutstanding(slot)) {
            return false;
        }
        long workId = receives.workId(slot);
        receives.release(slot);
        if (entries.isSuccess(at)) {
            boolean immediate = entries.opcode(at) == CompletionEntries.RECV_RDMA_WITH_IMM;
            WorkOpcode opcode = immediate ? WorkOpcode.RECEIVE_IMMEDIATE : WorkOpcode.RECEIVE;
            into.set(
                    this, workId, WorkStatus.SUCCESS, opcode, entries.bytes(at), immediate ? entries.immediate(at) : 0);
        } else {
            fail("a receive failed");
            into.set(this, workId, entries.receiveStatus(at), WorkOpcode.RECEIVE, 0, 0);
        }
        return true;
    }

    private boolean completeSend(CompletionEntries entries, int at, long slot, WorkCompletion into) {
        if (!sends.isOutstanding(slot)) {
            return false;
        }
        WorkStatus status = entries.initiatedStatus(at);
        byte kind = sends.kind(slot);
        long workId = sends.workId(slot);
        WorkOpcode opcode = sends.opcode(slot);
        sends.release(slot);
        if (status == WorkStatus.SUCCESS) {
            into.set(this, workId, status, opcode, 0, 0);
            return kind == SendSlots.REPORTED;
        }
        fail("work failed");
        if (kind == SendSlots.PART) {
            partStatus = partStatus == WorkStatus.SUCCESS ? status : partStatus;
            return false;
        }
        into.set(this, workId, partStatus == WorkStatus.SUCCESS ? status : partStatus, opcode, 0, 0);
        partStatus = WorkStatus.SUCCESS;
        return true;
    }

    /** Polling thread, when the device has nothing to report: the next work that will not be carried out any more. */
    boolean flush(WorkCompletion into) {
        if (!quiet || System.nanoTime() - quietSinceNs < FLUSH_GRACE_NS) {
            return false;
        }
        for (long slot = sends.oldest(); sends.isOutstanding(slot); slot++) {
            byte kind = sends.kind(slot);
            sends.release(slot);
            // silent work that the device took has been carried out, or its failure reported by the device
            if (kind == SendSlots.REPORTED || kind == SendSlots.REFUSED) {
                into.set(this, sends.workId(slot), WorkStatus.FLUSHED, sends.opcode(slot), 0, 0);
                return true;
            }
        }
        long slot = receives.oldest();
        if (!receives.isOutstanding(slot)) {
            return false;
        }
        into.set(this, receives.workId(slot), WorkStatus.FLUSHED, WorkOpcode.RECEIVE, 0, 0);
        receives.release(slot);
        return true;
    }

    private VerbsMemoryRegion checkLocal(MemoryRegion local, long offset, long bytes) {
        if (!(local instanceof VerbsMemoryRegion region) || !region.belongsTo(fabric)) {
            throw new IllegalArgumentException("the memory region belongs to another fabric");
        }
        MemorySegment segment = region.segment();
        Objects.checkFromIndexSize(offset, bytes, segment.byteSize());
        if (!segment.scope().isAlive()) {
            throw new IllegalStateException("the memory region is closed");
        }
        return region;
    }

    private VerbsRemoteRegion checkRemote(RemoteRegion remote) {
        if (!(remote instanceof VerbsRemoteRegion region) || !region.belongsTo(this)) {
            throw new IllegalArgumentException("the remote region was attached through another queue pair");
        }
        return region;
    }

    /** Handles an event of the connection, in the channel's thread. */
    void handle(CmEvent event) {
        switch (event.type()) {
            case DISCONNECTED, DEVICE_REMOVAL, REJECTED, UNREACHABLE, CONNECT_ERROR -> fail("the peer has gone");
            default -> LOG.debug("{} on queue pair {}", event.type(), number());
        }
    }

    /** Enters the error state; the channel's thread has the device flush and tells the peer. Any thread. */
    private void fail(String why) {
        synchronized (life) {
            if (state != State.CONNECTED) {
                return;
            }
            state = State.ERROR;
        }
        LOG.debug("queue pair {}: {}", number(), why);
        completionQueue.noteFailure();
        fabric.soon(this::disconnect);
    }

    private void disconnect() {
        synchronized (life) {
            if (state == State.CLOSED) {
                return;
            }
            id.disconnect();
        }
        quietSinceNs = System.nanoTime();
        quiet = true;
    }

    @Override
    public void close() {
        synchronized (life) {
            if (state == State.CLOSED) {
                return;
            }
            state = State.CLOSED;
            id.disconnect();
        }
        fabric.forget(this);
        completionQueue.remove(this);
        device.close();
        id.destroy();
    }
}
