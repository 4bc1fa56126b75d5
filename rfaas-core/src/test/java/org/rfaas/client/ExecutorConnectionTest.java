package org.rfaas.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.util.EnumSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.rfaas.fabric.Access;
import org.rfaas.fabric.CompletionQueue;
import org.rfaas.fabric.Fabric;
import org.rfaas.fabric.FabricException;
import org.rfaas.fabric.Fabrics;
import org.rfaas.fabric.Listener;
import org.rfaas.fabric.MemoryRegion;
import org.rfaas.fabric.QueuePair;
import org.rfaas.fabric.QueuePairOptions;
import org.rfaas.fabric.WorkCompletion;
import org.rfaas.lease.AccessToken;
import org.rfaas.wire.SlotLayout;

/** Executors that accept, and then are not what they should be. */
@Timeout(240)
class ExecutorConnectionTest {
    private static final Duration TIMEOUT = Duration.ofMinutes(1);
    private static final SlotLayout LAYOUT = new SlotLayout(2, 4096);

    private final Fabric client = Fabrics.open("shm");
    private final Fabric peer = Fabrics.open("shm");
    private final Listener listener = peer.listen("");
    private final CompletionQueue completions = peer.createCompletionQueue(LAYOUT.queuePairDepth());

    @AfterEach
    void close() {
        listener.close();
        client.close();
        peer.close();
    }

    @Test
    void shouldSayThatTheSlotsAreTooSmallAndLeaveNothingOpen() throws Exception {
        try (MemoryRegion small = peer.allocate(64, EnumSet.of(Access.REMOTE_WRITE))) {
            assertLeavesNothingOpen(small.descriptor().toBytes(), "64 bytes");
        }
    }

    @Test
    void shouldSayThatTheWorkerDoesNotNameItsSlotsAndLeaveNothingOpen() throws Exception {
        assertLeavesNothingOpen(new byte[3], "3 bytes");
    }

    private void assertLeavesNothingOpen(byte[] welcome, String message) throws Exception {
        CompletableFuture<QueuePair> accepted = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> {
            try {
                accepted.complete(listener.accept(TIMEOUT)
                        .orElseThrow()
                        .accept(new QueuePairOptions(completions, LAYOUT.queuePairDepth(), 0), welcome));
            } catch (Throwable e) {
                accepted.completeExceptionally(e);
            }
        });
        ExecutorEndpoint endpoint = new ExecutorEndpoint(listener.address(), AccessToken.random(), 1, LAYOUT);
        assertThatExceptionOfType(FabricException.class)
                .isThrownBy(() -> ExecutorConnection.connect(client, endpoint, TIMEOUT))
                .withMessageContaining(message)
                .satisfies(e -> assertThat(e.getSuppressed()).isEmpty());
        try (QueuePair queuePair = accepted.get(60, TimeUnit.SECONDS)) {
            queuePair.postReceive(1);
            WorkCompletion completion = new WorkCompletion();
            assertThat(completions.await(completion, TIMEOUT.toNanos())).isTrue();
            assertThat(completion.isSuccess()).as("the client has hung up").isFalse();
        }
    }
}
