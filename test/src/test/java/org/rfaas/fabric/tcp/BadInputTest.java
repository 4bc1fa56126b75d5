package org.rfaas.fabric.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.rfaas.fabric.FabricAddress;
import org.rfaas.fabric.FabricSettings;
import org.rfaas.fabric.RegionDescriptor;
import org.rfaas.hosts.ChildJvm;
import org.rfaas.hosts.FabricExchange;
import org.rfaas.hosts.FabricPeerMain;

/** A service process that is sent nonsense lives on, grows by nothing, and says so once a connection. */
@Timeout(300)
class BadInputTest {
    private static final int CONNECTIONS = 10_000;
    private static final int MAX_BYTES = 512;

    private static ChildJvm service;
    private static FabricAddress address;

    @BeforeAll
    static void startService() {
        service = ChildJvm.start(List.of(), true, List.of(), FabricPeerMain.class, "tcp", "");
        address = FabricAddress.parse(service.answer());
    }

    @AfterAll
    static void stopService() {
        service.close();
    }

    /** What a connection sends after it is accepted by the kernel. */
    private interface Sender {
        void send(SocketChannel channel, Random random) throws IOException;
    }

    @Test
    void shouldSurviveNonsenseAtTheListener() throws Exception {
        requireSurvival(CONNECTIONS, (channel, random) -> {
            ByteBuffer hello = Nonsense.hello(FabricPeerMain.DEPTH, 0, new byte[random.nextInt(64)]);
            switch (random.nextInt(5)) {
                case 0 -> hello.limit(random.nextInt(hello.limit())); // truncated
                case 1 -> hello.putInt(8, random.nextInt()); // claims any length
                case 2 -> hello.put(random.nextInt(12), (byte) random.nextInt());
                case 3 -> Nonsense.shuffle(hello, random);
                default -> Nonsense.scramble(hello, random);
            }
            Nonsense.write(channel, hello);
        });
    }

    @Test
    void shouldSurviveNonsenseOnAnEstablishedQueuePair() throws Exception {
        requireSurvival(CONNECTIONS, (channel, random) -> {
            RegionDescriptor region = introduce(channel);
            ByteBuffer frames = ByteBuffer.allocate(MAX_BYTES).order(ByteOrder.LITTLE_ENDIAN);
            int count = 1 + random.nextInt(3);
            for (int i = 0; i < count; i++) {
                Nonsense.frame(frames, i, region, random);
            }
            frames.flip();
            switch (random.nextInt(4)) {
                case 0 -> frames.limit(random.nextInt(frames.limit())); // truncated
                case 1 -> Nonsense.shuffle(frames, random);
                case 2 -> frames.put(random.nextInt(Frame.BYTES), (byte) random.nextInt());
                default -> Nonsense.scramble(frames, random);
            }
            Nonsense.write(channel, frames);
        });
    }

    @Test
    void shouldDisconnectAPeerThatSendsMoreThanItHasCreditFor() throws Exception {
        int logged = service.errorLines();
        try (SocketChannel channel = open()) {
            introduce(channel);
            for (int i = 0; i < FabricPeerMain.DEPTH; i++) {
                Nonsense.write(channel, emptyImmediate(i));
            }
            awaitExecuted(channel, FabricPeerMain.DEPTH);

            Nonsense.write(channel, emptyImmediate(FabricPeerMain.DEPTH));

            ByteBuffer heartbeats = ByteBuffer.allocate(Frame.BYTES);
            while (channel.read(heartbeats.clear()) >= 0) {
                assertThat(channel.isOpen()).isTrue();
            }
        }
        while (service.errorLines() == logged) {
            Thread.sleep(1);
        }
        assertThat(service.lastErrorLine()).contains("more immediates and messages than it has credit for");
    }

    /** A good write-with-immediate of no bytes, to be acknowledged. */
    private static ByteBuffer emptyImmediate(int sequence) {
        return ByteBuffer.allocate(Frame.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(Frame.OPCODE, Frame.WRITE_IMMEDIATE)
                .put(Frame.FLAGS, (byte) Frame.ACK_WANTED)
                .putShort(Frame.MARK_AT, Frame.MARK)
                .putInt(Frame.SEQUENCE, sequence);
    }

    /** Reads acknowledgements until the service has carried out so much. */
    private static void awaitExecuted(SocketChannel channel, int count) throws IOException {
        ByteBuffer frame = ByteBuffer.allocate(Frame.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        while (frame.getInt(Frame.EXECUTED) < count) {
            frame.clear();
            while (frame.hasRemaining()) {
                assertThat(channel.read(frame)).as("connected").isPositive();
            }
        }
    }

    @Test
    void shouldEndTheHandshakeOfAPeerThatSaysNothingAndServeOthersMeanwhile() throws Exception {
        List<SocketChannel> silent = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            silent.add(open());
        }
        requireService(1);
        // the cap has ended most of them already, the time-out ends the rest
        for (SocketChannel channel : silent) {
            assertThat(channel.read(ByteBuffer.allocate(1))).isEqualTo(-1);
            channel.close();
        }
    }

    private static void requireSurvival(int connections, Sender nonsense) throws Exception {
        long seed = Long.getLong("rfaas.test.seed", System.nanoTime());
        Random random = new Random(seed);
        requireService(seed);
        sendAll(nonsense, random, 500); // whatever is loaded and cached once
        long[] before = statistics();
        int logged = service.errorLines();

        sendAll(nonsense, random, connections);

        requireService(seed);
        long[] after = statistics();
        assertThat(after[0]).as("open files, seed %d", seed).isLessThan(before[0] + 20);
        assertThat(after[1]).as("threads, seed %d", seed).isLessThan(before[1] + 20);
        assertThat(after[2]).as("heap, seed %d", seed).isLessThan(before[2] + (8 << 20));
        assertThat(service.errorLines() - logged).as("log lines, seed %d", seed).isLessThanOrEqualTo(connections + 5);
    }

    private static void sendAll(Sender nonsense, Random random, int connections) throws Exception {
        int cutShort = 0; // disconnected before all was sent, as it should be
        for (int i = 0; i < connections; i++) {
            try (SocketChannel channel = open()) {
                nonsense.send(channel, random);
            } catch (IOException e) {
                cutShort++;
            }
        }
        assertThat(cutShort).isLessThan(connections);
        int logged;
        do {
            logged = service.errorLines();
            Thread.sleep(500);
        } while (service.errorLines() > logged);
    }

    /** Who behaves is served. */
    private static void requireService(long seed) {
        try (TcpFabric fabric = new TcpFabric(FabricSettings.DEFAULTS.tcp());
                FabricExchange exchange = new FabricExchange(fabric, address)) {
            exchange.run(3, seed);
        }
    }

    private static long[] statistics() {
        String[] words = service.ask("statistics").split(" ", -1);
        return new long[] {Long.parseLong(words[0]), Long.parseLong(words[1]), Long.parseLong(words[2])};
    }

    private static SocketChannel open() throws IOException {
        return SocketChannel.open(TcpLocation.parse(address.location()).remote());
    }

    private static RegionDescriptor introduce(SocketChannel channel) throws IOException {
        Duration interval = FabricSettings.DEFAULTS.tcp().heartbeatInterval();
        Handshake.send(channel, new Handshake.Hello(FabricPeerMain.DEPTH, 0, (int) interval.toMillis(), new byte[0]));
        Handshake.Answer answer = Handshake.receiveAnswer(channel);
        if (!(answer instanceof Handshake.Answer.Accepted accepted)) {
            throw new AssertionError("not accepted: " + answer);
        }
        return RegionDescriptor.ofBytes(accepted.privateData());
    }
}
