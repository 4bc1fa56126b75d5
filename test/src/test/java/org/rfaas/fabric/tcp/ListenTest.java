package org.rfaas.fabric.tcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.rfaas.fabric.CompletionQueue;
import org.rfaas.fabric.FabricAddress;
import org.rfaas.fabric.FabricException;
import org.rfaas.fabric.FabricSettings;
import org.rfaas.fabric.Listener;
import org.rfaas.fabric.QueuePairOptions;

/** Where the provider listens, and what it says when it cannot. */
class ListenTest {
    private static final Duration SOON = Duration.ofMinutes(1);

    private final TcpFabric fabric = fabric("127.0.0.1");

    private static TcpFabric fabric(String bindHost) {
        return new TcpFabric(new FabricSettings.Tcp(bindHost, Duration.ofMillis(500), Duration.ofMillis(2500), 0));
    }

    @AfterEach
    void close() {
        fabric.close();
    }

    @Test
    void shouldListenOnLoopbackUnlessToldOtherwise() {
        assertThat(fabric.listen("").address().location()).startsWith("127.0.0.1:");
    }

    @Test
    void shouldListenOnTheConfiguredInterfaceOnly() throws IOException {
        try (TcpFabric onInterface = fabric("lo")) {
            Listener listener = onInterface.listen("");
            TcpLocation location = TcpLocation.parse(listener.address().location());
            assertThat(location.host()).isEqualTo("127.0.0.1");
            try (SocketChannel other = SocketChannel.open(StandardProtocolFamily.INET)) {
                assertThatThrownBy(() -> other.connect(new InetSocketAddress("127.0.0.2", location.port())))
                        .isInstanceOf(IOException.class);
            }
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0.0.0.0:0 | every network interface",
                "[::]:0 | every network interface",
                "203.0.113.7:0 | no network interface of this machine has that address",
                "no-such-interface0:0 | neither an address, a host nor a network interface",
                "127.0.0.1 | expected HOST:PORT",
                "127.0.0.1:70000 | expected HOST:PORT",
                ":5000 | expected HOST:PORT",
                "127.0.0.1:x | expected HOST:PORT",
                "fe80::1:5000 | [IPV6]:PORT",
            })
    void shouldSayInOneLineWhyItCannotListen(String location, String reason) {
        assertThatThrownBy(() -> fabric.listen(location))
                .isInstanceOf(FabricException.class)
                .hasMessageContaining("tcp:" + location)
                .hasMessageContaining(reason)
                .message()
                .doesNotContain("\n");
    }

    @Test
    void shouldSayThatThePortIsInUse() {
        String location = fabric.listen("").address().location();
        assertThatThrownBy(() -> fabric.listen(location))
                .isInstanceOf(FabricException.class)
                .hasMessageContaining("the port is in use");
    }

    @ParameterizedTest
    @CsvSource({"127.0.0.1:1, refused", "no-such-host.invalid:5000, unknown", "127.0.0.1:0, port 0"})
    void shouldSayInOneLineWhyItCannotConnect(String location, String reason) {
        CompletionQueue completions = fabric.createCompletionQueue(4);
        assertThatThrownBy(() -> fabric.connect(
                        new FabricAddress("tcp", location), new QueuePairOptions(completions, 4, 0), new byte[0], SOON))
                .isInstanceOf(FabricException.class)
                .hasMessageContaining(location)
                .hasMessageContaining(reason);
    }

    @Test
    void shouldTellAPeerOfAnotherVersion() throws IOException {
        Listener listener = fabric.listen("");
        try (SocketChannel peer = SocketChannel.open(
                TcpLocation.parse(listener.address().location()).remote())) {
            ByteBuffer hello = ByteBuffer.allocate(12).order(ByteOrder.LITTLE_ENDIAN);
            hello.putInt(0x50435472)
                    .putShort((short) 77)
                    .putShort((short) 1)
                    .putInt(0)
                    .flip();
            peer.write(hello);
            assertThat(Handshake.receiveAnswer(peer))
                    .isEqualTo(new Handshake.Answer.Rejected(
                            "peer has provider version 77, this side " + TcpFabricProvider.VERSION));
        }
        assertThat(listener.accept(Duration.ofMillis(100))).isEmpty();
    }

    @Test
    void shouldRefuseAPeerWhoseHeartbeatIsTooSlow() {
        Listener listener = fabric.listen("");
        try (TcpFabric slow =
                new TcpFabric(new FabricSettings.Tcp("127.0.0.1", Duration.ofSeconds(2), Duration.ofSeconds(8), 0))) {
            CompletionQueue completions = slow.createCompletionQueue(4);
            CompletionQueue ours = fabric.createCompletionQueue(4);
            Thread.ofVirtual()
                    .start(() -> listener.accept(SOON)
                            .ifPresent(request -> request.accept(new QueuePairOptions(ours, 4, 0), new byte[0])));
            assertThatThrownBy(() -> slow.connect(
                            listener.address(), new QueuePairOptions(completions, 4, 0), new byte[0], SOON))
                    .isInstanceOf(FabricException.class)
                    .hasMessageContaining("heartbeat interval of 2000 ms");
        }
    }

    @Test
    void shouldAllocateMoreThanTheHeapHolds() {
        long bytes = 2 * Runtime.getRuntime().maxMemory();
        assertThat(fabric.allocate(bytes, Set.of()).bytes()).isEqualTo(bytes);
    }
}
