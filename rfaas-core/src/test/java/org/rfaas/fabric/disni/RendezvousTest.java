package org.rfaas.fabric.disni;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.rfaas.fabric.FabricException;
import org.rfaas.fabric.rdma.Hello;

class RendezvousTest {
    private static final int PATIENCE_MS = 60_000;

    private Socket near;
    private Rendezvous client;
    private Rendezvous server;

    @BeforeEach
    void connect() throws IOException {
        try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            near = new Socket(listener.getInetAddress(), listener.getLocalPort());
            client = new Rendezvous(near);
            server = new Rendezvous(listener.accept());
        }
    }

    @AfterEach
    void close() {
        client.close();
        server.close();
    }

    @Test
    void shouldCarryWhatBothSidesSay() throws IOException {
        client.sendHello(new Hello(16, 4096, new byte[] {1, 2}));
        Hello hello = server.receiveHello(PATIENCE_MS);
        assertThat(hello.depth()).isEqualTo(16);
        assertThat(hello.privateData()).containsExactly(1, 2);
        assertThat(server.isOpen()).isTrue();

        server.sendAccepted(54_321, new Hello(16, 4096, new byte[] {3}));
        assertThat(client.receiveAnswer(PATIENCE_MS))
                .isInstanceOfSatisfying(Rendezvous.Answer.Accepted.class, accepted -> {
                    assertThat(accepted.port()).isEqualTo(54_321);
                    assertThat(accepted.hello().privateData()).containsExactly(3);
                });
    }

    @Test
    void shouldCutAReasonThatIsTooLong() throws IOException {
        server.sendRejected("full ".repeat(1000));
        assertThat(client.receiveAnswer(PATIENCE_MS))
                .isInstanceOfSatisfying(
                        Rendezvous.Answer.Rejected.class,
                        rejected -> assertThat(rejected.reason()).startsWith("full full"));
    }

    @Test
    void shouldNoticeAPeerThatHasGoneOrSaysNothing() throws IOException {
        assertThatExceptionOfType(SocketTimeoutException.class).isThrownBy(() -> server.receiveHello(20));
        client.close();
        assertThat(server.isOpen()).isFalse();
        assertThatExceptionOfType(EOFException.class).isThrownBy(() -> server.receiveHello(PATIENCE_MS));
    }

    @Test
    void shouldRefuseWhatIsNotOurs() throws IOException {
        long seed = System.nanoTime();
        byte[] noise = new byte[4096];
        new Random(seed).nextBytes(noise);
        noise[0] = 9; // no kind of frame
        near.getOutputStream().write(noise);
        assertThatExceptionOfType(FabricException.class)
                .as("seed %d", seed)
                .isThrownBy(() -> server.receiveHello(PATIENCE_MS));
    }
}
