package org.rfaas.fabric.shm;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.nio.file.Path;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;
import org.rfaas.fabric.Access;
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

/**
 * A queue pair over two rings. One-sided work is done by the posting thread at once: a copy to or from the peer's mapped
 * memory. Cost of a write-with-immediate: the copy, one ring entry (a cache line that moves to the peer) and one fence.
 */
final class ShmQueuePair implements QueuePair {
    private static final VarHandle WORD = ValueLayout.JAVA_LONG.varHandle();

    private final ShmFabric fabric;
    private final ShmCompletionQueue completionQueue;
    private final Lifeline lifeline;
    private final RegionExchange regions;
    private final Path peerDirectory;
    private final byte[] peerPrivateData;
    private final RingProducer out;
    private final Inbound in;
    private final Doorbell peerDoorbell;
    private final int maxMessageBytes;
    private final InitiatedCompletions initiated;
    private final PostedReceives<MemoryRegion> receives;
    private final Queue<ShmRemoteRegion> attached = new ConcurrentLinkedQueue<>();

    ShmQueuePair(
            ShmFabric fabric,
            ShmCompletionQueue completionQueue,
            Rendezvous.Established established,
            RegionExchange regions) {
        this.fabric = fabric;
        this.regions = regions;
        this.completionQueue = completionQueue;
        this.peerDirectory = established.peerDirectory();
        this.lifeline =
                new Lifeline(established.socket(), established.peerHome(), regions, completionQueue::wakePoller);
        this.peerPrivateData = established.peerPrivateData();
        this.peerDoorbell = new Doorbell(established.peerDoorbell());
        int depth = established.depth();
        this.maxMessageBytes = established.maxMessageBytes();
        this.out = new RingProducer(established.outgoing(), depth, maxMessageBytes);
        this.initiated = new InitiatedCompletions(RingCounters.capacity(depth));
        this.receives = new PostedReceives<>(depth);
        this.in =
                new Inbound(this, new RingConsumer(established.incoming(), depth, maxMessageBytes), receives, lifeline);
    }

    /** Joins the completion queue and begins to watch for the peer's end. */
    void start() {
        completionQueue.add(this);
        lifeline.watch();
    }

    @Override
    public byte[] peerPrivateData() {
        return peerPrivateData.clone();
    }

    @Override
    public boolean isConnected() {
        return lifeline.isConnected();
    }

    @Override
    public RemoteRegion attach(RegionDescriptor descriptor) {
        ShmRemoteRegion region = regions.asks()
                ? regions.attachLent(this, descriptor)
                : new ShmRemoteRegion(this, RegionFile.path(peerDirectory, descriptor), descriptor);
        attached.add(region);
        return region;
    }

    void forget(ShmRemoteRegion region) {
        attached.remove(region);
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
        MemorySegment from = checkLocal(local, localOffset, bytes);
        ShmRemoteRegion target = checkRemote(remote);
        if (!initiated.hasRoom()) {
            return PostResult.WOULD_BLOCK;
        }
        if (!lifeline.isConnected()) {
            return complete(workId, WorkOpcode.WRITE, WorkStatus.FLUSHED);
        }
        if (!target.permits(Access.REMOTE_WRITE, remoteOffset, bytes)) {
            return refuse(workId, WorkOpcode.WRITE);
        }
        MemorySegment.copy(from, localOffset, target.memory(), remoteOffset, bytes);
        return (flags & SIGNALED) == 0 ? PostResult.POSTED : complete(workId, WorkOpcode.WRITE, WorkStatus.SUCCESS);
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
        MemorySegment from = checkLocal(local, localOffset, bytes);
        ShmRemoteRegion target = checkRemote(remote);
        if (!initiated.hasRoom()) {
            return PostResult.WOULD_BLOCK;
        }
        if (!lifeline.isConnected()) {
            return complete(workId, WorkOpcode.WRITE, WorkStatus.FLUSHED);
        }
        if (!out.hasRoom()) {
            return PostResult.WOULD_BLOCK;
        }
        if (bytes > 0) {
            if (!target.permits(Access.REMOTE_WRITE, remoteOffset, bytes)) {
                return refuse(workId, WorkOpcode.WRITE);
            }
            MemorySegment.copy(from, localOffset, target.memory(), remoteOffset, bytes);
        }
        return publish(Ring.IMMEDIATE, immediate, bytes, workId, WorkOpcode.WRITE, flags);
    }

    @Override
    public PostResult read(
            MemoryRegion local, long localOffset, RemoteRegion remote, long remoteOffset, long bytes, long workId) {
        MemorySegment into = checkLocal(local, localOffset, bytes);
        ShmRemoteRegion source = checkRemote(remote);
        if (!initiated.hasRoom()) {
            return PostResult.WOULD_BLOCK;
        }
        if (!lifeline.isConnected()) {
            return complete(workId, WorkOpcode.READ, WorkStatus.FLUSHED);
        }
        if (!source.permits(Access.REMOTE_READ, remoteOffset, bytes)) {
            return refuse(workId, WorkOpcode.READ);
        }
        MemorySegment.copy(source.memory(), remoteOffset, into, localOffset, bytes);
        return complete(workId, WorkOpcode.READ, WorkStatus.SUCCESS);
    }

    @Override
    public PostResult fetchAndAdd(
            MemoryRegion local, long localOffset, RemoteRegion remote, long remoteOffset, long addend, long workId) {
        PostChecks.requireWords(localOffset, remoteOffset);
        MemorySegment into = checkLocal(local, localOffset, Long.BYTES);
        ShmRemoteRegion target = checkRemote(remote);
        if (!initiated.hasRoom()) {
            return PostResult.WOULD_BLOCK;
        }
        if (!lifeline.isConnected()) {
            return complete(workId, WorkOpcode.FETCH_AND_ADD, WorkStatus.FLUSHED);
        }
        if (!target.permits(Access.REMOTE_ATOMIC, remoteOffset, Long.BYTES)) {
            return refuse(workId, WorkOpcode.FETCH_AND_ADD);
        }
        WORD.set(into, localOffset, (long) WORD.getAndAdd(target.memory(), remoteOffset, addend));
        return complete(workId, WorkOpcode.FETCH_AND_ADD, WorkStatus.SUCCESS);
    }

    @Override
    public PostResult send(MemoryRegion local, long localOffset, int bytes, long workId, int flags) {
        MemorySegment from = checkLocal(local, localOffset, bytes);
        PostChecks.requireMessage(bytes, maxMessageBytes);
        if (!initiated.hasRoom()) {
            return PostResult.WOULD_BLOCK;
        }
        if (!lifeline.isConnected()) {
            return complete(workId, WorkOpcode.SEND, WorkStatus.FLUSHED);
        }
        if (!out.hasRoom()) {
            return PostResult.WOULD_BLOCK;
        }
        out.stageMessage(from, localOffset, bytes);
        return publish(Ring.MESSAGE, 0, bytes, workId, WorkOpcode.SEND, flags);
    }

    @Override
    public PostResult postReceive(MemoryRegion local, long localOffset, int bytes, long workId) {
        checkLocal(local, localOffset, bytes);
        return post(workId, local, localOffset, bytes);
    }

    @Override
    public PostResult postReceive(long workId) {
        return post(workId, null, 0, 0);
    }

    private PostResult post(long workId, @Nullable MemoryRegion region, long offset, int bytes) {
        if (!receives.post(workId, region, offset, bytes)) {
            return PostResult.WOULD_BLOCK;
        }
        completionQueue.signal(); // another thread may be in await, and an entry may wait for this receive
        return PostResult.POSTED;
    }

    /** Polling thread: takes this queue pair's next completion. */
    boolean poll(WorkCompletion into) {
        return initiated.poll(into, this) || in.poll(into);
    }

    /** Publishes an entry; one fence serves both doorbells. */
    private PostResult publish(int kind, int immediate, int bytes, long workId, WorkOpcode opcode, int flags) {
        boolean signaled = (flags & SIGNALED) != 0;
        if (signaled) {
            initiated.push(workId, opcode, WorkStatus.SUCCESS);
        }
        out.publish(kind, immediate, bytes);
        peerDoorbell.ring();
        if (signaled) {
            completionQueue.signalAfterFence(); // another thread may be in await
        }
        return PostResult.POSTED;
    }

    private PostResult complete(long workId, WorkOpcode opcode, WorkStatus status) {
        initiated.push(workId, opcode, status);
        completionQueue.signal(); // another thread may be in await
        return PostResult.POSTED;
    }

    private PostResult refuse(long workId, WorkOpcode opcode) {
        lifeline.fail();
        return complete(workId, opcode, WorkStatus.REMOTE_ACCESS_ERROR);
    }

    private MemorySegment checkLocal(MemoryRegion local, long offset, long bytes) {
        MemorySegment segment = local.segment();
        boolean ours = local instanceof ShmMemoryRegion region && region.belongsTo(fabric);
        PostChecks.requireLocal(ours, segment.byteSize(), offset, bytes);
        PostChecks.requireOpen(segment.scope().isAlive());
        return segment;
    }

    private ShmRemoteRegion checkRemote(RemoteRegion remote) {
        PostChecks.requireRemote(remote instanceof ShmRemoteRegion region && region.belongsTo(this));
        ShmRemoteRegion theirs = (ShmRemoteRegion) remote;
        PostChecks.requireOpen(theirs.isOpen() || !lifeline.isConnected());
        return theirs;
    }

    @Override
    public void close() {
        if (lifeline.close()) {
            completionQueue.remove(this);
            attached.forEach(ShmRemoteRegion::close);
            fabric.resources().remove(this);
        }
    }
}
