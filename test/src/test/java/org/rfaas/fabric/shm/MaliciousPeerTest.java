package org.rfaas.fabric.shm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.rfaas.fabric.CompletionQueue;
import org.rfaas.fabric.ConnectionRequest;
import org.rfaas.fabric.Fabric;
import org.rfaas.fabric.FabricException;
import org.rfaas.fabric.Fabrics;
import org.rfaas.fabric.Listener;
import org.rfaas.fabric.MemoryRegion;
import org.rfaas.fabric.QueuePair;
import org.rfaas.fabric.QueuePairOptions;
import org.rfaas.fabric.WorkCompletion;
import org.rfaas.fabric.WorkStatus;

/** A peer of the same user that does not keep to the protocol: its connection ends, and nothing else. */
@Timeout(240)
final class MaliciousPeerTest {
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final int DEPTH = 4;
    private static final int MAX_MESSAGE_BYTES = 64;

    private Fabric fabric;
    private CompletionQueue completions;
    private Listener listener;
    private ShmDirectory villain;
    private Path ringFile;
    private MemorySegment rings;

    @BeforeEach
    void open() {
        fabric = Fabrics.open("shm");
        completions = fabric.createCompletionQueue(64);
        listener = fabric.listen("");
        villain = ShmDirectory.create();
        ringFile = villain.path().resolve("ring-1");
        rings = MappedFile.create(ringFile, 2 * Ring.bytes(DEPTH, MAX_MESSAGE_BYTES), Arena.ofAuto());
        MappedFile.create(villain.path().resolve("doorbell-1"), Doorbell.BYTES, Arena.ofAuto());
    }

    @AfterEach
    void close() {
        fabric.close();
        villain.close();
    }

    private QueuePairOptions options() {
        return new QueuePairOptions(completions, DEPTH, MAX_MESSAGE_BYTES);
    }

    private Rendezvous.Hello hello(String directory, String ring, String doorbell) {
        return new Rendezvous.Hello(
                ShmFabricProvider.VERSION, directory, false, ring, doorbell, DEPTH, MAX_MESSAGE_BYTES, new byte[0]);
    }

    private Rendezvous.Hello honestHello() {
        return hello(villain.path().toString(), "ring-1", "doorbell-1");
    }

    private SocketChannel dial() throws IOException {
        SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        channel.connect(UnixDomainSocketAddress.of(listener.address().location()));
        return channel;
    }

    private ConnectionRequest introduce(SocketChannel channel, Rendezvous.Hello hello) throws IOException {
        Rendezvous.send(channel, hello);
        return listener.accept(PATIENCE).orElseThrow();
    }

    private WorkCompletion next() {
        WorkCompletion completion = new WorkCompletion();
        assertThat(completions.await(completion, PATIENCE.toNanos())).isTrue();
        return completion;
    }

    @ParameterizedTest
    @CsvSource({"0,0", "3,0", "-1,8", "2147483647,8", "1,-1", "1,-2147483648", "2,-1", "2,65", "2,2147483647"})
    void shouldEndAConnectionWhoseRingEntryIsImpossible(int kind, int bytes) throws IOException {
        try (SocketChannel channel = dial()) {
            QueuePair queuePair = introduce(channel, honestHello()).accept(options(), new byte[0]);
            MemoryRegion into = fabric.allocate(4096, Set.of());
            queuePair.postReceive(into, 0, 64, 1);
            queuePair.postReceive(into, 64, 64, 2);

            new RingProducer(outgoing(), DEPTH, MAX_MESSAGE_BYTES).publish(kind, 9, bytes);

            WorkCompletion failed = next();
            assertThat(failed.workId()).isEqualTo(1);
            assertThat(failed.status()).isEqualTo(WorkStatus.REMOTE_OPERATION_ERROR);
            WorkCompletion flushed = next();
            assertThat(flushed.workId()).isEqualTo(2);
            assertThat(flushed.status()).isEqualTo(WorkStatus.FLUSHED);
            assertThat(queuePair.isConnected()).isFalse();
            assertThat(into.segment().mismatch(MemorySegment.ofArray(new byte[4096])))
                    .isEqualTo(-1);
        }
        assertServing();
    }

    @Test
    void shouldLogABrokenRingOnce() throws IOException {
        try (SocketChannel channel = dial();
                CapturedLog log = new CapturedLog()) {
            introduce(channel, honestHello()).accept(options(), new byte[0]);
            new RingProducer(outgoing(), DEPTH, MAX_MESSAGE_BYTES).publish(77, 9, 8);
            WorkCompletion completion = new WorkCompletion();
            for (int i = 0; i < 1000; i++) {
                assertThat(completions.poll(completion)).isFalse();
            }
            assertThat(log.lines()).hasSize(1).first().asString().contains("broke the ring protocol");
        }
    }

    @Test
    void shouldSurviveARingFullOfNoise() throws IOException {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int round = 0; round < 50; round++) {
            try (SocketChannel channel = dial()) {
                QueuePair queuePair = introduce(channel, honestHello()).accept(options(), new byte[0]);
                MemoryRegion memory = fabric.allocate(64, Set.of());
                byte[] noise = new byte[(int) rings.byteSize()];
                random.nextBytes(noise);
                MemorySegment.copy(MemorySegment.ofArray(noise), 0, rings, 0, noise.length);
                for (int i = 0; i < 3; i++) {
                    // a sequence that fits leads the consumer into the noise
                    Ring.SEQUENCE.setRelease(outgoing(), Ring.entryOffset(i, DEPTH - 1), i + 1L);
                }
                WorkCompletion completion = new WorkCompletion();
                for (int i = 0; i < 20; i++) {
                    queuePair.postReceive(memory, 0, 64, i);
                    queuePair.send(memory, 0, 8, i, QueuePair.SIGNALED);
                    completions.poll(completion);
                }
                queuePair.close();
                memory.close();
                rings.fill((byte) 0);
            } catch (RuntimeException e) {
                throw new AssertionError("seed " + seed + ", round " + round, e);
            }
        }
        assertServing();
    }

    @Test
    void shouldDisconnectAPeerThatTalksOnItsLifeline() throws IOException {
        try (SocketChannel channel = dial()) {
            QueuePair queuePair = introduce(channel, honestHello()).accept(options(), new byte[0]);
            queuePair.postReceive(5);
            channel.write(ByteBuffer.wrap(new byte[] {1, 2, 3}));
            assertThat(next().status()).isEqualTo(WorkStatus.FLUSHED);
            assertThat(queuePair.isConnected()).isFalse();
        }
        assertServing();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "ring",
                "../ring-1",
                "ring-1/../../x-1",
                "/etc/passwd",
                "..",
                ".",
                "owner",
                "ring-1\0",
                "RING-1",
                "ring-1\n",
                "ring-99",
                "doorbell-1"
            })
    void shouldRefuseAFileThatIsNotThePeersRing(String name) throws IOException {
        try (SocketChannel channel = dial()) {
            ConnectionRequest request = introduce(channel, hello(villain.path().toString(), name, "doorbell-1"));
            assertThatThrownBy(() -> request.accept(options(), new byte[0])).isInstanceOf(FabricException.class);
        }
        try (SocketChannel channel = dial()) {
            ConnectionRequest request =
                    introduce(channel, hello(villain.path().toString(), "ring-1", name.replace("doorbell-1", "x-1")));
            assertThatThrownBy(() -> request.accept(options(), new byte[0])).isInstanceOf(FabricException.class);
        }
        assertServing();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/etc", "/dev/shm", "/dev/shm/../../etc", "/dev/shm/nul\0", "/dev/shm/rfaas-0123"})
    void shouldRefuseADirectoryThatIsNoFabrics(String directory) throws IOException {
        try (SocketChannel channel = dial()) {
            ConnectionRequest request = introduce(channel, hello(directory, "ring-1", "doorbell-1"));
            assertThatThrownBy(() -> request.accept(options(), new byte[0])).isInstanceOf(FabricException.class);
            assertThat(Rendezvous.receiveAnswer(channel)).isInstanceOf(Rendezvous.Answer.Rejected.class);
        }
        assertServing();
    }

    @Test
    void shouldRefuseAnotherVersionOnBothSides() throws IOException {
        try (SocketChannel channel = dial()) {
            Rendezvous.Hello other = new Rendezvous.Hello(
                    ShmFabricProvider.VERSION + 1,
                    villain.path().toString(),
                    false,
                    "ring-1",
                    "doorbell-1",
                    DEPTH,
                    MAX_MESSAGE_BYTES,
                    new byte[0]);
            ConnectionRequest request = introduce(channel, other);
            assertThatThrownBy(() -> request.accept(options(), new byte[0]))
                    .isInstanceOf(FabricException.class)
                    .hasMessageContaining("version " + (ShmFabricProvider.VERSION + 1));
            assertThat(((Rendezvous.Answer.Rejected) Rendezvous.receiveAnswer(channel)).reason())
                    .contains("provider version " + (ShmFabricProvider.VERSION + 1) + ", this side "
                            + ShmFabricProvider.VERSION);
        }
        assertServing();
    }

    @Test
    void shouldRefuseALinkInPlaceOfARing() throws IOException {
        java.nio.file.Files.createSymbolicLink(villain.path().resolve("ring-2"), ringFile);
        try (SocketChannel channel = dial()) {
            ConnectionRequest request = introduce(channel, hello(villain.path().toString(), "ring-2", "doorbell-1"));
            assertThatThrownBy(() -> request.accept(options(), new byte[0])).isInstanceOf(FabricException.class);
        }
    }

    @Test
    void shouldOutlastTenThousandBogusFramesWithOneLogLineEach() throws Exception {
        long seed = Long.getLong("rfaas.test.seed", System.nanoTime());
        Random random = new Random(seed);
        int frames = 10_000;
        long before = 0;
        int linesExpected = 0;
        try (CapturedLog log = new CapturedLog()) {
            for (int i = 0; i < frames; i++) {
                if (i == frames / 5) {
                    before = usedBytes();
                }
                try (SocketChannel channel = dial()) {
                    channel.write(ByteBuffer.wrap(bogusFrame(random, i)));
                    linesExpected++;
                    if (i % 3 == 0) {
                        channel.shutdownOutput();
                        assertThat(channel.read(ByteBuffer.allocate(16)))
                                .as("seed %d, frame %d", seed, i)
                                .isEqualTo(-1);
                    }
                } catch (IOException e) {
                    // refused while it was still talking
                    assertThat(e).as("seed %d, frame %d", seed, i).hasMessageMatching("Broken pipe|Connection reset.*");
                }
            }
            assertServing();
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            while (log.lines().size() < linesExpected && System.nanoTime() < deadline) {
                Thread.sleep(10);
            }
            assertThat(log.lines())
                    .as("seed %d", seed)
                    .hasSize(linesExpected)
                    .allMatch(line -> line.contains(
                                    "refused a peer on " + listener.address().location())
                            && !line.endsWith("null"));
        }
        assertThat(usedBytes() - before).as("heap growth in bytes").isLessThan(4 << 20);
        assertThat(listener.accept(Duration.ofMillis(1))).isEmpty();
    }

    /** Random, truncated, oversized, or right up to one wrong field. */
    private byte[] bogusFrame(Random random, int number) throws IOException {
        return switch (number % 5) {
            case 0 -> {
                byte[] noise = new byte[1 + random.nextInt(200)];
                random.nextBytes(noise);
                noise[0] = (byte) (0x80 | noise[0]); // a negative length, whatever follows
                yield noise;
            }
            case 1 -> framed(Integer.MAX_VALUE - random.nextInt(1000), new byte[random.nextInt(100)]);
            case 2 -> {
                byte[] noise = new byte[random.nextInt(4000) + 1];
                random.nextBytes(noise);
                noise[0] = 0;
                yield framed(noise.length, noise);
            }
            case 3 -> {
                byte[] good = goodBody();
                yield framed(good.length, java.util.Arrays.copyOf(good, random.nextInt(good.length)));
            }
            default -> {
                byte[] good = goodBody();
                int cut = random.nextInt(good.length - 1);
                yield framed(cut + 1, java.util.Arrays.copyOf(good, cut + 1));
            }
        };
    }

    private byte[] goodBody() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeInt(0x72464142);
        out.writeShort(ShmFabricProvider.VERSION);
        out.writeUTF(villain.path().toString());
        out.writeUTF("ring-1");
        out.writeUTF("doorbell-1");
        out.writeInt(DEPTH);
        out.writeInt(MAX_MESSAGE_BYTES);
        out.writeShort(20);
        out.write(new byte[20]);
        return bytes.toByteArray();
    }

    private static byte[] framed(int length, byte[] body) {
        return ByteBuffer.allocate(4 + body.length).putInt(length).put(body).array();
    }

    /** What a few collections leave: the first one leaves what other threads are about to drop. */
    private static long usedBytes() throws InterruptedException {
        Runtime runtime = Runtime.getRuntime();
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 5; i++) {
            System.gc();
            least = Math.min(least, runtime.totalMemory() - runtime.freeMemory());
            Thread.sleep(20);
        }
        return least;
    }

    private MemorySegment outgoing() {
        return rings.asSlice(0, Ring.bytes(DEPTH, MAX_MESSAGE_BYTES));
    }

    private void assertServing() throws IOException {
        rings.fill((byte) 0);
        try (SocketChannel channel = dial()) {
            QueuePair queuePair = introduce(channel, honestHello()).accept(options(), new byte[0]);
            assertThat(Rendezvous.receiveAnswer(channel)).isInstanceOf(Rendezvous.Answer.Accepted.class);
            MemoryRegion into = fabric.allocate(64, Set.of());
            queuePair.postReceive(into, 0, 64, 42);
            new RingProducer(outgoing(), DEPTH, MAX_MESSAGE_BYTES).publish(Ring.MESSAGE, 0, 5);
            WorkCompletion arrived = next();
            assertThat(arrived.workId()).isEqualTo(42);
            assertThat(arrived.isSuccess()).isTrue();
            queuePair.close();
        }
    }

    /** What is logged meanwhile; slf4j-simple writes to whatever System.err is at the time. */
    private static final class CapturedLog implements AutoCloseable {
        private final PrintStream former = System.err;
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        CapturedLog() {
            System.setErr(new PrintStream(bytes, true, StandardCharsets.UTF_8));
        }

        java.util.List<String> lines() {
            return bytes.toString(StandardCharsets.UTF_8).lines().toList();
        }

        @Override
        public void close() {
            System.setErr(former);
        }
    }
}
