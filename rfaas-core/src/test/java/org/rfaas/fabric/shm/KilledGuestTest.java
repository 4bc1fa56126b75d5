package org.rfaas.fabric.shm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.rfaas.fabric.ConnectionRequest;
import org.rfaas.fabric.Fabric;
import org.rfaas.fabric.FabricException;
import org.rfaas.fabric.Fabrics;
import org.rfaas.fabric.Listener;
import org.rfaas.fabric.QueuePair;
import org.rfaas.fabric.QueuePairOptions;
import org.rfaas.fabric.RegionDescriptor;

/** A guest that is killed: it takes nothing back. */
@Timeout(240)
class KilledGuestTest {
    private static final Duration TIMEOUT = Duration.ofMinutes(1);

    private final Fabric host = Fabrics.open("shm");
    private final QueuePairOptions options = new QueuePairOptions(host.createCompletionQueue(4), 2, 0);
    private final ShmDirectory guest = ShmDirectory.create();
    private final Listener listener = host.listen("");
    private final Path socket = Path.of(listener.address().location());
    private final SocketChannel dialled = SocketChannel.open(UnixDomainSocketAddress.of(socket));

    KilledGuestTest() throws IOException {}

    @AfterEach
    void close() throws IOException {
        dialled.close();
        host.close();
        guest.close();
    }

    @Test
    void shouldLeaveNothingWhereItIsAccepted() throws IOException {
        ConnectionRequest request = request();
        dialled.close();
        assertThatExceptionOfType(FabricException.class).isThrownBy(() -> request.accept(options, new byte[0]));
        assertThat(guestFiles()).isEmpty();
    }

    @Test
    void shouldLeaveNothingWhereItIsRejected() throws IOException {
        ConnectionRequest request = request();
        dialled.close();
        request.reject("not now");
        assertThat(guestFiles()).isEmpty();
    }

    @Test
    void shouldLeaveNothingWhereItWasServed() throws Exception {
        QueuePair served = request().accept(options, new byte[0]);
        assertThat(guestFiles())
                .singleElement()
                .as("what it lent and nobody opened")
                .satisfies(file -> assertThat(file.getFileName().toString()).matches("guestring-[0-9]+-region-.*"));
        dialled.close();
        long startNs = System.nanoTime();
        while (!guestFiles().isEmpty()) { // a thread of the host's removes it
            assertThat(System.nanoTime() - startNs).isLessThan(TIMEOUT.toNanos());
            TimeUnit.MILLISECONDS.sleep(5);
        }
        assertThat(served.isConnected()).isFalse();
    }

    private ConnectionRequest request() throws IOException {
        SharedFiles files = SharedFiles.with(socket, guest.path());
        MappedFile.create(files.ringFile(), 2 * Ring.bytes(2, 0), Arena.ofAuto());
        Path doorbell = guest.path().resolve("doorbell-1");
        MappedFile.create(doorbell, Doorbell.BYTES, Arena.ofAuto());
        files.offer(Files.createFile(guest.path().resolve("memory")), new RegionDescriptor(4096, 64, 1));
        Rendezvous.send(
                dialled,
                new Rendezvous.Hello(
                        ShmFabricProvider.VERSION,
                        guest.path().toString(),
                        true,
                        files.ringFile().getFileName().toString(),
                        files.nameFor(doorbell),
                        2,
                        0,
                        new byte[0]));
        assertThat(guestFiles()).hasSize(3);
        return listener.accept(TIMEOUT).orElseThrow();
    }

    private List<Path> guestFiles() throws IOException {
        try (Stream<Path> files = Files.list(socket.getParent())) {
            return files.filter(file -> file.getFileName().toString().startsWith("guest"))
                    .toList();
        }
    }
}
