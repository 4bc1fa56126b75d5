package org.rfaas.executor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.rfaas.client.ExecutorConnection;
import org.rfaas.client.ExecutorEndpoint;
import org.rfaas.client.InstalledFunction;
import org.rfaas.client.LeaseEndedException;
import org.rfaas.client.Slot;
import org.rfaas.client.UnknownFunctionException;
import org.rfaas.client.Worker;
import org.rfaas.executor.pipe.ExecutorCommand.Assign;
import org.rfaas.executor.pipe.FunctionRules;
import org.rfaas.executor.usage.WorkerMeter;
import org.rfaas.fabric.Access;
import org.rfaas.fabric.CompletionQueue;
import org.rfaas.fabric.Fabric;
import org.rfaas.fabric.FabricException;
import org.rfaas.fabric.FabricSettings;
import org.rfaas.fabric.Fabrics;
import org.rfaas.fabric.MemoryRegion;
import org.rfaas.fabric.QueuePair;
import org.rfaas.fabric.QueuePairOptions;
import org.rfaas.function.FunctionBundle;
import org.rfaas.function.FunctionKey;
import org.rfaas.function.Invocation;
import org.rfaas.function.RemoteFunction;
import org.rfaas.lease.AccessToken;
import org.rfaas.lease.LeaseId;
import org.rfaas.wire.SlotLayout;
import org.rfaas.wire.WorkerHello;

/** An executor in this process, and clients that do not do what they should. */
@Timeout(240)
class ExecutorTest {
    private static final Duration TIMEOUT = Duration.ofMinutes(1);
    private static final SlotLayout LAYOUT = new SlotLayout(2, 4096);

    private final AccessToken token = AccessToken.random();

    @Test
    void shouldRejectAClientWithTooSmallAResultRegionAndServeTheNext() throws Exception {
        try (Fabric clients = Fabrics.open("shm");
                Fabric serving = Fabrics.open("shm");
                Executor executor = executor(assignment(LAYOUT.regionBytes()), serving)) {
            CompletableFuture<Boolean> served = serve(executor);
            try (CompletionQueue completions = clients.createCompletionQueue(LAYOUT.queuePairDepth());
                    MemoryRegion small = clients.allocate(64, EnumSet.of(Access.REMOTE_WRITE, Access.REMOTE_READ))) {
                assertThatExceptionOfType(FabricException.class)
                        .isThrownBy(() ->
                                connect(clients, executor, completions, small).close())
                        .withMessageContaining("64 bytes");
            }
            serveOneProperly(clients, executor, served);
        }
    }

    @Test
    void shouldTakeNothingForAConnectionThatFailsHalfWay() throws Exception {
        try (Fabric clients = Fabrics.open("shm");
                Fabric serving = Fabrics.open("shm");
                Executor executor = executor(assignment(LAYOUT.regionBytes()), serving)) {
            CompletableFuture<Boolean> served = serve(executor);
            // another depth than the executor's fails only when the executor has prepared everything else
            try (CompletionQueue completions = clients.createCompletionQueue(64);
                    MemoryRegion results = clients.allocate(
                            LAYOUT.regionBytes(), EnumSet.of(Access.REMOTE_WRITE, Access.REMOTE_READ))) {
                assertThatExceptionOfType(FabricException.class)
                        .isThrownBy(() -> clients.connect(
                                        executor.address(),
                                        new QueuePairOptions(completions, 64, 0),
                                        new WorkerHello(token, 0, results.descriptor()).encode(),
                                        TIMEOUT)
                                .close());
            }
            serveOneProperly(clients, executor, served);
        }
    }

    @Test
    void shouldRejectClientsWhenTheLeaseHasNoMemoryForTheirSlots() throws Exception {
        try (Fabric clients = Fabrics.open("shm");
                Fabric serving = Fabrics.open("shm");
                Executor executor = executor(assignment(LAYOUT.regionBytes() - 1), serving)) {
            CompletableFuture<Boolean> served = serve(executor);
            assertThatExceptionOfType(FabricException.class)
                    .isThrownBy(() -> ExecutorConnection.connect(clients, endpoint(executor), TIMEOUT))
                    .withMessageContaining("lease.memory-per-core");
            assertThat(served).as("it waits for a better client").isNotDone();
        }
    }

    @Test
    void shouldServeAnotherClientInPlaceOfOneThatCameAndWent() throws Exception {
        try (Fabric clients = Fabrics.open("shm");
                Fabric serving = Fabrics.open("shm");
                Executor executor = executor(assignment(2, 2 * LAYOUT.regionBytes()), serving)) {
            CompletableFuture<Boolean> served = serve(executor);
            try (CompletionQueue completions = clients.createCompletionQueue(LAYOUT.queuePairDepth());
                    MemoryRegion results = clients.allocate(
                            LAYOUT.regionBytes(), EnumSet.of(Access.REMOTE_WRITE, Access.REMOTE_READ))) {
                connect(clients, executor, completions, results).close();
            }
            ExecutorEndpoint endpoint = new ExecutorEndpoint(executor.address(), token, 2, LAYOUT);
            try (ExecutorConnection connection = connectWhenFree(clients, endpoint)) {
                assertThat(connection.workers()).hasSize(2);
            }
            assertThat(served.get(60, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void shouldTellAClientThatComesLateThatTheLeaseHasEnded() throws Exception {
        try (Fabric clients = Fabrics.open("shm");
                Fabric serving = Fabrics.open("shm");
                Executor executor = executor(assignment(LAYOUT.regionBytes()), serving)) {
            CompletableFuture<Boolean> served = serve(executor);
            executor.endLease();
            try (ExecutorConnection connection = ExecutorConnection.connect(clients, endpoint(executor), TIMEOUT)) {
                Worker worker = connection.workers().getFirst();
                assertThatExceptionOfType(LeaseEndedException.class)
                        .isThrownBy(() -> worker.install(FunctionBundle.of(SelfInterrupting.class)));
            }
            assertThat(served.get(60, TimeUnit.SECONDS)).isTrue();
        }
    }

    /** Answers whether it was called in a thread that is interrupted. */
    static final class SelfInterrupting implements RemoteFunction {
        @Override
        public int invoke(Invocation invocation) {
            invocation
                    .output()
                    .set(ValueLayout.JAVA_BOOLEAN, 0, Thread.currentThread().isInterrupted());
            Thread.currentThread().interrupt();
            return 1;
        }
    }

    @Test
    void shouldNotLetAnInterruptOutliveItsInvocation() throws Exception {
        try (Fabric clients = Fabrics.open("shm");
                Fabric serving = Fabrics.open("shm");
                Executor executor = executor(assignment(LAYOUT.regionBytes() + (1 << 20)), serving)) {
            CompletableFuture<Boolean> served = serve(executor);
            try (ExecutorConnection connection = ExecutorConnection.connect(clients, endpoint(executor), TIMEOUT)) {
                Worker worker = connection.workers().getFirst();
                InstalledFunction function = worker.install(FunctionBundle.of(SelfInterrupting.class));
                MemorySegment output = MemorySegment.ofArray(new byte[1]);
                for (int i = 0; i < 2; i++) {
                    worker.invoke(function, MemorySegment.NULL, output, TIMEOUT);
                    assertThat(output.get(ValueLayout.JAVA_BOOLEAN, 0)).isFalse();
                }
            }
            assertThat(served.get(60, TimeUnit.SECONDS)).isTrue();
        }
    }

    /** The executor hears a little later that a client has gone. */
    private static ExecutorConnection connectWhenFree(Fabric clients, ExecutorEndpoint endpoint) {
        long endNs = System.nanoTime() + TIMEOUT.toNanos();
        while (true) {
            try {
                return ExecutorConnection.connect(clients, endpoint, TIMEOUT);
            } catch (FabricException e) {
                assertThat(e).hasMessageContaining("is taken");
                assertThat(System.nanoTime()).isLessThan(endNs);
            }
        }
    }

    private void serveOneProperly(Fabric clients, Executor executor, CompletableFuture<Boolean> served)
            throws Exception {
        try (ExecutorConnection connection = ExecutorConnection.connect(clients, endpoint(executor), TIMEOUT)) {
            // an answer: a client that has left again before its worker is set up is no client to the executor
            Slot slot = connection.workers().getFirst().slot(0);
            slot.submit(new InstalledFunction(7, FunctionKey.of(new byte[0]), ""), 0);
            assertThatExceptionOfType(UnknownFunctionException.class).isThrownBy(() -> slot.await(TIMEOUT.toNanos()));
        }
        assertThat(served.get(60, TimeUnit.SECONDS)).isTrue();
    }

    private QueuePair connect(Fabric clients, Executor executor, CompletionQueue completions, MemoryRegion results) {
        return clients.connect(
                executor.address(),
                new QueuePairOptions(completions, LAYOUT.queuePairDepth(), 0),
                new WorkerHello(token, 0, results.descriptor()).encode(),
                TIMEOUT);
    }

    private static CompletableFuture<Boolean> serve(Executor executor) {
        CompletableFuture<Boolean> served = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> {
            try {
                served.complete(executor.serve());
            } catch (Throwable e) {
                served.completeExceptionally(e);
            }
        });
        return served;
    }

    private ExecutorEndpoint endpoint(Executor executor) {
        return new ExecutorEndpoint(executor.address(), token, 1, LAYOUT);
    }

    private static Executor executor(Assign assignment, Fabric serving) {
        return new Executor(assignment, serving, serving.listen(""), new NoManager(), _ -> WorkerMeter.unshared());
    }

    private Assign assignment(long dataBytes) {
        return assignment(1, dataBytes);
    }

    private Assign assignment(int workers, long dataBytes) {
        return new Assign(
                new LeaseId(1),
                token,
                "shm",
                FabricSettings.DEFAULTS,
                "",
                workers,
                List.of(),
                LAYOUT,
                dataBytes,
                0,
                TIMEOUT.toNanos(),
                FunctionRules.none());
    }
}
