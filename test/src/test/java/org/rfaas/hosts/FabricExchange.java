package org.rfaas.hosts;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.rfaas.fabric.Access;
import org.rfaas.fabric.CompletionQueue;
import org.rfaas.fabric.Fabric;
import org.rfaas.fabric.FabricAddress;
import org.rfaas.fabric.MemoryRegion;
import org.rfaas.fabric.PostResult;
import org.rfaas.fabric.QueuePair;
import org.rfaas.fabric.QueuePairOptions;
import org.rfaas.fabric.RegionDescriptor;
import org.rfaas.fabric.RemoteRegion;
import org.rfaas.fabric.WorkCompletion;

/** A connection with a {@link FabricPeerMain}, over which every kind of work is done and checked. */
public final class FabricExchange implements AutoCloseable {
    private static final Duration CONNECT_TIMEOUT = Duration.ofMinutes(1);
    private static final long PATIENCE_NS = TimeUnit.MINUTES.toNanos(1);

    /** The peer's region: echoes come from its beginning, the counter is at its end. */
    private static final long COUNTER_OFFSET = FabricPeerMain.REGION_BYTES - Long.BYTES;

    private static final int MAX_BYTES = FabricPeerMain.REGION_BYTES / 4;

    private final CompletionQueue completions;
    private final MemoryRegion outgoing;
    private final MemoryRegion incoming;
    private final QueuePair queuePair;
    private final RemoteRegion remote;
    private final WorkCompletion completion = new WorkCompletion();
    private long counted;

    public FabricExchange(Fabric fabric, FabricAddress peer) {
        completions = fabric.createCompletionQueue(FabricPeerMain.DEPTH);
        outgoing = fabric.allocate(MAX_BYTES, EnumSet.noneOf(Access.class));
        incoming = fabric.allocate(MAX_BYTES, EnumSet.of(Access.REMOTE_WRITE));
        queuePair = fabric.connect(
                peer,
                new QueuePairOptions(completions, FabricPeerMain.DEPTH, 0),
                incoming.descriptor().toBytes(),
                CONNECT_TIMEOUT);
        remote = queuePair.attach(RegionDescriptor.ofBytes(queuePair.peerPrivateData()));
        for (int i = 0; i < FabricPeerMain.DEPTH; i++) {
            queuePair.postReceive(i);
        }
        post(queuePair.fetchAndAdd(incoming, 0, remote, COUNTER_OFFSET, 0, 0));
        next("fetch-and-add");
        counted = incoming.segment().get(ValueLayout.JAVA_LONG, 0);
    }

    /**
     * Writes with an immediate and has it written back, writes, reads back, and counts.
     *
     * @throws IllegalStateException when anything came back changed, or not at all
     */
    public void run(int rounds, long seed) {
        Random random = new Random(seed);
        for (int round = 0; round < rounds; round++) {
            int bytes = random.nextInt(8) == 0 ? 1 + random.nextInt(MAX_BYTES) : 1 + random.nextInt(2000);
            byte[] content = new byte[bytes];
            random.nextBytes(content);
            MemorySegment.copy(content, 0, outgoing.segment(), ValueLayout.JAVA_BYTE, 0, bytes);
            post(queuePair.writeWithImmediate(outgoing, 0, remote, 0, bytes, round, 0, QueuePair.UNSIGNALED));
            next("echo");
            queuePair.postReceive(0);
            require(completion.immediate() == round && completion.bytes() == bytes, "an echo of something else");
            requireSame(incoming, bytes);
            post(queuePair.write(outgoing, 0, remote, MAX_BYTES, bytes, 1, QueuePair.UNSIGNALED));
            post(queuePair.read(incoming, 0, remote, MAX_BYTES, bytes, 2));
            next("read");
            requireSame(incoming, bytes);
            post(queuePair.fetchAndAdd(incoming, 0, remote, COUNTER_OFFSET, 3, 3));
            next("fetch-and-add");
            require(incoming.segment().get(ValueLayout.JAVA_LONG, 0) == counted, "a wrong count");
            counted += 3;
        }
    }

    /**
     * Waits, asleep, until the connection is known to be lost.
     *
     * @throws IllegalStateException when it is not within that time
     */
    public Duration awaitLoss(Duration atMost) {
        long startNs = System.nanoTime();
        while (queuePair.isConnected()) {
            long leftNs = atMost.toNanos() - (System.nanoTime() - startNs);
            require(leftNs > 0, "the connection is not lost");
            completions.await(completion, leftNs);
        }
        return Duration.ofNanos(System.nanoTime() - startNs);
    }

    public QueuePair queuePair() {
        return queuePair;
    }

    public CompletionQueue completions() {
        return completions;
    }

    private void next(String what) {
        require(completions.await(completion, PATIENCE_NS), "no " + what);
        require(completion.isSuccess(), what + " ended with " + completion);
    }

    private void requireSame(MemoryRegion arrived, int bytes) {
        long mismatch = MemorySegment.mismatch(outgoing.segment(), 0, bytes, arrived.segment(), 0, bytes);
        require(mismatch < 0, "byte " + mismatch + " of " + bytes + " came back changed");
    }

    private static void post(PostResult result) {
        require(result == PostResult.POSTED, "the queue pair is full");
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalStateException(otherwise);
        }
    }

    @Override
    public void close() {
        queuePair.close();
        completions.close();
        incoming.close();
        outgoing.close();
    }
}
