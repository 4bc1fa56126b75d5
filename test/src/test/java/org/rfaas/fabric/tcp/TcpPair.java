package org.rfaas.fabric.tcp;

import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.rfaas.fabric.Access;
import org.rfaas.fabric.CompletionQueue;
import org.rfaas.fabric.Fabric;
import org.rfaas.fabric.FabricSettings;
import org.rfaas.fabric.Listener;
import org.rfaas.fabric.MemoryRegion;
import org.rfaas.fabric.QueuePair;
import org.rfaas.fabric.QueuePairOptions;
import org.rfaas.fabric.RemoteRegion;

/** Two fabrics of this JVM, connected: an initiator and a target with a region that permits everything. */
final class TcpPair implements AutoCloseable {
    static final int DEPTH = 8;
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    final Fabric initiatorFabric;
    final Fabric targetFabric;
    final CompletionQueue initiatorCompletions;
    final CompletionQueue targetCompletions;
    final QueuePair initiator;
    final QueuePair target;
    final MemoryRegion here;
    final MemoryRegion there;
    final RemoteRegion remote;

    TcpPair(FabricSettings.Tcp options, long regionBytes) {
        initiatorFabric = new TcpFabric(options);
        targetFabric = new TcpFabric(options);
        initiatorCompletions = initiatorFabric.createCompletionQueue(DEPTH);
        targetCompletions = targetFabric.createCompletionQueue(DEPTH);
        here = initiatorFabric.allocate(regionBytes, Set.of());
        there = targetFabric.allocate(regionBytes, EnumSet.allOf(Access.class));
        Listener listener = targetFabric.listen("");
        CompletableFuture<QueuePair> accepted = CompletableFuture.supplyAsync(() -> listener.accept(PATIENCE)
                .orElseThrow()
                .accept(new QueuePairOptions(targetCompletions, DEPTH, 64), new byte[0]));
        initiator = initiatorFabric.connect(
                listener.address(), new QueuePairOptions(initiatorCompletions, DEPTH, 64), new byte[0], PATIENCE);
        target = accepted.join();
        remote = initiator.attach(there.descriptor());
    }

    @Override
    public void close() {
        initiatorFabric.close();
        targetFabric.close();
    }
}
