package org.rfaas.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
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
import org.rfaas.wire.AllocatedBuffer;
import org.rfaas.wire.IncomingSlot;
import org.rfaas.wire.InvocationStatus;
import org.rfaas.wire.LittleEndian;
import org.rfaas.wire.OutgoingSlot;
import org.rfaas.wire.SlotLayout;
import org.rfaas.wire.SystemFunction;
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
            assertThatExceptionOfType(ExecutorLostException.class)
                    .isThrownBy(() -> slot.await(TIMEOUT.toNanos()))
                    .withMessageContaining("makes no sense");
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

    @Test
    void shouldSayAtOnceThatTheWorkerIsLostHoweverOftenItIsAsked() throws Exception {
        CompletableFuture<Void> left =
                CompletableFuture.runAsync(() -> accept().queuePair.close());
        ExecutorEndpoint endpoint = new ExecutorEndpoint(listener.address(), AccessToken.random(), 1, LAYOUT);
        try (ExecutorConnection connection = ExecutorConnection.connect(client, endpoint, TIMEOUT)) {
            Slot slot = connection.workers().getFirst().slot(0);
            slot.submit(0, 0);
            left.get(60, TimeUnit.SECONDS);
            while (connection.isConnected()) {
                Thread.onSpinWait();
            }
            for (int i = 0; i < 10 * LAYOUT.queuePairDepth(); i++) {
                assertThat(slot.isDone()).isTrue();
            }
            assertThatExceptionOfType(ExecutorLostException.class)
                    .isThrownBy(() -> slot.await(Duration.ofHours(1).toNanos()));
        }
    }

    @Test
    void shouldFreeABufferThatItCannotReach() throws Exception {
        try (MemoryRegion buffer = peer.allocate(64, EnumSet.of(Access.REMOTE_WRITE))) {
            makeUnreachable(buffer);
            CompletableFuture<Integer> freed = CompletableFuture.supplyAsync(() -> {
                Serving serving = accept();
                OutgoingSlot answer = OutgoingSlot.ofWorker(serving.queuePair, memory, serving.results, LAYOUT, 0);
                serving.awaitRequest();
                new AllocatedBuffer(7, buffer.descriptor()).write(answer.payload());
                assertThat(answer.push(
                                serving.request.invocationId(), InvocationStatus.OK.code(), AllocatedBuffer.BYTES))
                        .isEqualTo(PostResult.POSTED);
                serving.awaitRequest();
                int bufferId = serving.request.payload().get(LittleEndian.INT, 0);
                boolean isFree = serving.request.code() == SystemFunction.FREE.code();
                assertThat(answer.push(serving.request.invocationId(), InvocationStatus.OK.code(), 0))
                        .isEqualTo(PostResult.POSTED);
                return isFree ? bufferId : 0;
            });
            ExecutorEndpoint endpoint = new ExecutorEndpoint(listener.address(), AccessToken.random(), 1, LAYOUT);
            try (ExecutorConnection connection = ExecutorConnection.connect(client, endpoint, TIMEOUT)) {
                Worker worker = connection.workers().getFirst();
                assertThatExceptionOfType(FabricException.class)
                        .isThrownBy(() -> worker.allocate(64))
                        .withMessageContaining("cannot map");
                assertThat(freed.get(60, TimeUnit.SECONDS)).isEqualTo(7);
                assertThat(worker.isConnected()).isTrue();
            }
        }
    }

    /** Puts a folder in the place of its file, which nobody can map. */
    private void makeUnreachable(MemoryRegion region) throws IOException {
        String rkey = String.format("%08x", region.descriptor().rkey());
        Path folder = Path.of(listener.address().location()).getParent();
        try (Stream<Path> files = Files.list(folder)) {
            Path file = files.filter(path -> path.toString().endsWith(rkey))
                    .findAny()
                    .orElseThrow();
            Files.delete(file);
            Files.createDirectory(file);
        }
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
        Serving serving = accept();
        serving.awaitRequest();
        long id = serving.request.invocationId();
        assertThat(answer.push(serving.queuePair, serving.results, id)).isEqualTo(PostResult.POSTED);
        return serving.queuePair;
    }

    /** A worker's end of a connection, and what came in slot 0. */
    private record Serving(
            QueuePair queuePair, RemoteRegion results, CompletionQueue completions, IncomingSlot request) {
        void awaitRequest() {
            WorkCompletion completion = new WorkCompletion();
            assertThat(completions.await(completion, TIMEOUT.toNanos())).isTrue();
            assertThat(completion.isSuccess()).isTrue();
        }
    }

    private Serving accept() {
        ConnectionRequest request = listener.accept(TIMEOUT).orElseThrow();
        WorkerHello hello = WorkerHello.decode(request.privateData());
        QueuePair queuePair = request.accept(
                new QueuePairOptions(completions, LAYOUT.queuePairDepth(), 0, List.of(memory)),
                memory.descriptor().toBytes());
        queuePair.postReceive(1);
        queuePair.postReceive(2);
        RemoteRegion results = queuePair.attach(hello.slots());
        return new Serving(queuePair, results, completions, new IncomingSlot(memory, LAYOUT, 0));
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
