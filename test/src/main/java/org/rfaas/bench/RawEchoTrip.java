package org.rfaas.bench;

import java.time.Duration;
import java.util.EnumSet;
import java.util.concurrent.TimeUnit;
import org.rfaas.fabric.Access;
import org.rfaas.fabric.CompletionQueue;
import org.rfaas.fabric.CompletionWaiter;
import org.rfaas.fabric.Fabric;
import org.rfaas.fabric.FabricAddress;
import org.rfaas.fabric.MemoryRegion;
import org.rfaas.fabric.QueuePair;
import org.rfaas.fabric.QueuePairOptions;
import org.rfaas.fabric.RegionDescriptor;
import org.rfaas.fabric.RemoteRegion;
import org.rfaas.fabric.WorkCompletion;

/** The near end of the raw fabric echo. */
final class RawEchoTrip implements EchoTrip {
    private static final long TIMEOUT_NS = TimeUnit.SECONDS.toNanos(10);

    private final MemoryRegion outgoing;
    private final MemoryRegion incoming;
    private final CompletionQueue completions;
    private final QueuePair queuePair;
    private final RemoteRegion peer;
    private final CompletionWaiter waiter;
    private final WorkCompletion completion = new WorkCompletion();

    private int payloadBytes = Long.BYTES;

    RawEchoTrip(Fabric fabric, FabricAddress address, long bytes) {
        outgoing = fabric.allocate(bytes, EnumSet.noneOf(Access.class));
        incoming = fabric.allocate(bytes, EnumSet.of(Access.REMOTE_WRITE));
        completions = fabric.createCompletionQueue(RawEchoPeer.DEPTH);
        waiter = new CompletionWaiter(completions, LatencyBench.HOT_ENOUGH_NS);
        queuePair = fabric.connect(
                address,
                new QueuePairOptions(completions, RawEchoPeer.DEPTH, 0),
                incoming.descriptor().toBytes(),
                Duration.ofSeconds(30));
        peer = queuePair.attach(RegionDescriptor.ofBytes(queuePair.peerPrivateData()));
        for (int i = 0; i < RawEchoPeer.DEPTH; i++) {
            queuePair.postReceive(i);
        }
    }

    @Override
    public void payloadBytes(int bytes) {
        payloadBytes = bytes;
    }

    @Override
    public void prepare(long round) {
        Payload.compose(outgoing.segment(), payloadBytes, round);
    }

    @Override
    public void go() {
        post();
        take();
    }

    /** Writes; at most {@link RawEchoPeer#DEPTH} may be under way. */
    void post() {
        queuePair.writeWithImmediate(outgoing, 0, peer, 0, payloadBytes, 1, 0, QueuePair.UNSIGNALED);
    }

    /** Waits for an answer. */
    void take() {
        if (!waiter.await(completion, TIMEOUT_NS)) {
            throw new IllegalStateException("no echo within 10 s");
        }
        queuePair.postReceive(0);
    }

    @Override
    public void check(long round) {
        if (!completion.isSuccess()) {
            throw new IllegalStateException("echo peer lost: " + completion);
        }
        Payload.check(incoming.segment(), payloadBytes, round);
    }

    @Override
    public void close() {
        queuePair.close();
        completions.close();
        incoming.close();
        outgoing.close();
    }
}
