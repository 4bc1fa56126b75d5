package org.rfaas.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.rfaas.fabric.Access;
import org.rfaas.fabric.CompletionQueue;
import org.rfaas.fabric.ConnectionRequest;
import org.rfaas.fabric.Fabric;
import org.rfaas.fabric.FabricException;
import org.rfaas.fabric.Fabrics;
import org.rfaas.fabric.Listener;
import org.rfaas.fabric.MemoryRegion;
import org.rfaas.fabric.PostResult;
import org.rfaas.fabric.QueuePair;
import org.rfaas.fabric.QueuePairOptions;
import org.rfaas.fabric.RemoteRegion;
import org.rfaas.fabric.WorkCompletion;
import org.rfaas.function.FunctionBundle;
import org.rfaas.function.Invocation;
import org.rfaas.function.RemoteFunction;
import org.rfaas.lease.AccessToken;
import org.rfaas.wire.IncomingSlot;
import org.rfaas.wire.InvocationStatus;
import org.rfaas.wire.LittleEndian;
import org.rfaas.wire.OutgoingSlot;
import org.rfaas.wire.SlotLayout;
import org.rfaas.wire.WorkerHello;

/** Executors that accept, and then are not what they should be. */
@Timeout(240)
class ExecutorConnectionTest {
    private static final Duration TIMEOUT = Duration.ofMinutes(1);
    private static final SlotLayout LAYOUT = new SlotLayout(2, 4096);

    private final Fabric client = Fabrics.open("shm");
    private final Fabric peer = Fabrics.open("shm");
    private final Listener listener = peer.listen("");
    private final CompletionQueue completions = peer.createCompletionQueue(LAYOUT.queuePairDepth());
    private final MemoryRegion memory =
            peer.allocate(LAYOUT.regionBytes(), EnumSet.of(Access.REMOTE_WRITE, Access.REMOTE_READ));

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

    @ParameterizedTest
    @CsvSource({"0, 4097", "0, -1", "3, 4097", "6, 0", "99, 0"})
    void shouldDisconnectFromAWorkerWhoseAnswerMakesNoSense(int code, int bytes) throws Exception {
        requireDistrustAtAnInvocation((queuePair, results, id) -> answer(queuePair, results, 0, id, code, bytes));
    }

    @Test
    void shouldDisconnectFromAWorkerThatAnswersAnotherInvocation() throws Exception {
        requireDistrustAtAnInvocation((queuePair, results, id) -> answer(queuePair, results, 0, id + 1, 0, 0));
    }

    @Test
    void shouldDisconnectFromAWorkerThatAnswersInASlotWithNothingInFlight() throws Exception {
        requireDistrustAtAnInvocation((queuePair, results, id) -> answer(queuePair, results, 1, 0, 0, 0));
    }

    @ParameterizedTest
    @ValueSource(ints = {2, -1})
    void shouldDisconnectFromAWorkerThatNamesASlotThereIsNot(int slot) throws Exception {
        requireDistrustAtAnInvocation((queuePair, results, id) ->
                queuePair.writeWithImmediate(memory, 0, results, 0, 0, slot, 0, QueuePair.UNSIGNALED));
    }

    private void requireDistrustAtAnInvocation(Answer answer) throws Exception {
        CompletableFuture<QueuePair> served = serve(answer);
        ExecutorEndpoint endpoint = new ExecutorEndpoint(listener.address(), AccessToken.random(), 1, LAYOUT);
        try (ExecutorConnection connection = ExecutorConnection.connect(client, endpoint, TIMEOUT)) {
            Slot slot = connection.workers().getFirst().slot(0);
            slot.submit(0, 0);
            assertThatExceptionOfType(ExecutorLostException.class).isThrownBy(() -> slot.await(TIMEOUT.toNanos()));
            assertThat(connection.isConnected()).isFalse();
        }
        served.get(60, TimeUnit.SECONDS).close();
    }

    @Test
    void shouldDisconnectFromAWorkerThatNamesASystemFunctionAsTheInstalledOne() throws Exception {
        int ok = InvocationStatus.OK.code();
        CompletableFuture<QueuePair> served =
                serve((queuePair, results, id) -> answer(queuePair, results, 0, id, ok, Integer.BYTES, -1));
        ExecutorEndpoint endpoint = new ExecutorEndpoint(listener.address(), AccessToken.random(), 1, LAYOUT);
        try (ExecutorConnection connection = ExecutorConnection.connect(client, endpoint, TIMEOUT)) {
            Worker worker = connection.workers().getFirst();
            assertThatExceptionOfType(ExecutorLostException.class)
                    .isThrownBy(() -> worker.install(FunctionBundle.of(Nothing.class)))
                    .withMessageContaining("makes no sense");
            assertThat(connection.isConnected()).isFalse();
        }
        served.get(60, TimeUnit.SECONDS).close();
    }

    /** Small enough for a slot. */
    static final class Nothing implements RemoteFunction {
        @Override
        public int invoke(Invocation invocation) {
            return 0;
        }
    }

    /** What a worker does instead of its work. */
    @FunctionalInterface
    private interface Answer {
        PostResult push(QueuePair queuePair, RemoteRegion results, long invocationId);
    }

    /** Accepts a client and answers it once. */
    private CompletableFuture<QueuePair> serve(Answer answer) {
        CompletableFuture<QueuePair> served = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> {
            try {
                served.complete(serveOne(answer));
            } catch (Throwable e) {
                served.completeExceptionally(e);
            }
        });
        return served;
    }

    private QueuePair serveOne(Answer answer) {
        ConnectionRequest request = listener.accept(TIMEOUT).orElseThrow();
        WorkerHello hello = WorkerHello.decode(request.privateData());
        QueuePair queuePair = request.accept(
                new QueuePairOptions(completions, LAYOUT.queuePairDepth(), 0, List.of(memory)),
                memory.descriptor().toBytes());
        queuePair.postReceive(1);
        RemoteRegion results = queuePair.attach(hello.slots());
        assertThat(completions.await(new WorkCompletion(), TIMEOUT.toNanos())).isTrue();
        long id = new IncomingSlot(memory, LAYOUT, 0).invocationId();
        assertThat(answer.push(queuePair, results, id)).isEqualTo(PostResult.POSTED);
        return queuePair;
    }

    private PostResult answer(
            QueuePair queuePair,
            RemoteRegion results,
            int slot,
            long invocationId,
            int code,
            int bytes,
            int... output) {
        OutgoingSlot answer = OutgoingSlot.ofWorker(queuePair, memory, results, LAYOUT, slot);
        for (int i = 0; i < output.length; i++) {
            answer.payload().set(LittleEndian.INT, (long) Integer.BYTES * i, output[i]);
        }
        return answer.push(invocationId, code, bytes);
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
