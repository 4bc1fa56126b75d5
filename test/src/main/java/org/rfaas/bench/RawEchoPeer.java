package org.rfaas.bench;

import java.time.Duration;
import java.util.EnumSet;
import java.util.concurrent.TimeUnit;
import org.rfaas.fabric.Access;
import org.rfaas.fabric.CompletionQueue;
import org.rfaas.fabric.CompletionWaiter;
import org.rfaas.fabric.ConnectionRequest;
import org.rfaas.fabric.Fabric;
import org.rfaas.fabric.FabricException;
import org.rfaas.fabric.Listener;
import org.rfaas.fabric.MemoryRegion;
import org.rfaas.fabric.QueuePair;
import org.rfaas.fabric.QueuePairOptions;
import org.rfaas.fabric.RegionDescriptor;
import org.rfaas.fabric.RemoteRegion;
import org.rfaas.fabric.WorkCompletion;

/**
 * The far end of the raw fabric echo: writes back, with an immediate, whatever was written with an immediate. The least a
 * hot invocation can cost on a fabric.
 */
final class RawEchoPeer {
    static final int DEPTH = 8;

    private static final long LOOK_AGAIN_NS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(20);

    private RawEchoPeer() {}

    /**
     * Serves one client until it goes.
     *
     * @param bytes most that one write brings
     * @param answerBytes most that goes back
     */
    static void serve(Fabric fabric, Listener listener, long bytes, int answerBytes) {
        ConnectionRequest request = listener.accept(CONNECT_TIMEOUT)
                .orElseThrow(() -> new FabricException("no client connected to the echo peer"));
        MemoryRegion region = fabric.allocate(bytes, EnumSet.of(Access.REMOTE_WRITE));
        CompletionQueue completions = fabric.createCompletionQueue(DEPTH);
        QueuePair queuePair = request.accept(
                new QueuePairOptions(completions, DEPTH, 0), region.descriptor().toBytes());
        RemoteRegion client = queuePair.attach(RegionDescriptor.ofBytes(request.privateData()));
        for (int i = 0; i < DEPTH; i++) {
            queuePair.postReceive(i);
        }
        CompletionWaiter waiter = new CompletionWaiter(completions, LatencyBench.HOT_ENOUGH_NS);
        WorkCompletion completion = new WorkCompletion();
        while (queuePair.isConnected()) {
            if (!waiter.await(completion, LOOK_AGAIN_NS)) {
                continue;
            }
            if (!completion.isSuccess()) {
                return;
            }
            queuePair.postReceive(0);
            int back = Math.min(completion.bytes(), answerBytes);
            queuePair.writeWithImmediate(region, 0, client, 0, back, completion.immediate(), 0, QueuePair.UNSIGNALED);
        }
    }
}
