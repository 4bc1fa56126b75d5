package org.rfaas.fabric.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.rfaas.fabric.FabricSettings;
import org.rfaas.fabric.InitiatedCompletions;

@Timeout(240)
class ProgressThreadTest {
    private static final int DEPTH = 8;
    /** What memory for messages cannot have been made with. */
    private static final int IMPOSSIBLE_BYTES = -1;

    @Test
    void shouldDisconnectAPeerThatItCannotServeAndServeTheOthers() throws Exception {
        try (TcpFabric fabric = new TcpFabric(FabricSettings.DEFAULTS.tcp());
                ServerSocketChannel server =
                        ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
            for (int i = 0; i < 2; i++) {
                try (SocketChannel peer = SocketChannel.open(server.getLocalAddress())) {
                    Connection connection = connection(fabric, server.accept());
                    fabric.progress().add(connection);
                    peer.write(message());
                    awaitFailure(connection);
                    assertThat(connection.state()).as("connection " + i).isEqualTo(Connection.State.FAILED);
                }
            }
        }
    }

    private static void awaitFailure(Connection connection) throws InterruptedException {
        long endNs = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (connection.state() == Connection.State.CONNECTED && System.nanoTime() < endNs) {
            Thread.sleep(1);
        }
    }

    /** Fails when a message comes: there is no memory for it. */
    private static Connection connection(TcpFabric fabric, SocketChannel channel) throws Exception {
        channel.configureBlocking(false);
        SendQueue send = new SendQueue(DEPTH);
        Responses responses = new Responses(DEPTH);
        Arrivals arrivals = new Arrivals(DEPTH, IMPOSSIBLE_BYTES);
        FrameWriter writer = new FrameWriter(channel, send, responses, arrivals);
        FrameHandler handler = new FrameHandler(
                fabric.regions(), send, responses, arrivals, new InitiatedCompletions(DEPTH), writer, 64);
        return new Connection(channel, "peer", new TcpCompletionQueue(fabric), fabric.progress(), handler, writer);
    }

    private static ByteBuffer message() {
        return ByteBuffer.allocate(Frame.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(Frame.OPCODE, Frame.SEND)
                .putShort(Frame.MARK_AT, Frame.MARK);
    }
}
