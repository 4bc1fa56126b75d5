package org.rfaas.fabric;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class PeerAcceptorTest {
    private static final FabricAddress ADDRESS = new FabricAddress("tcp", "127.0.0.1:1");

    private final BlockingQueue<Peer> coming = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> met = new LinkedBlockingQueue<>();
    private final CountDownLatch slowOneEnds = new CountDownLatch(1);
    private final AtomicBoolean isSocketClosed = new AtomicBoolean();

    private record Peer(String name) implements AutoCloseable {
        @Override
        public void close() {}
    }

    private PeerAcceptor<Peer> acceptor() {
        return new PeerAcceptor<>(ADDRESS, () -> isSocketClosed.set(true), this::next, this::meet);
    }

    private Peer next() throws IOException {
        try {
            Peer peer = coming.take();
            if (peer.name().equals("beyond the limit of descriptors")) {
                throw new IOException("too many open files");
            }
            return peer;
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    private void meet(Peer peer) {
        try {
            if (peer.name().equals("slow")) {
                slowOneEnds.await();
            }
            met.add(peer.name());
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void shouldGoOnAfterAPeerThatCouldNotBeAccepted() throws Exception {
        try (PeerAcceptor<Peer> acceptor = acceptor()) {
            acceptor.start();
            coming.add(new Peer("beyond the limit of descriptors"));
            coming.add(new Peer("next"));
            assertThat(met.poll(50, TimeUnit.SECONDS)).isEqualTo("next");
        }
    }

    @Test
    void shouldMeetOthersWhileOneIsSlow() throws Exception {
        try (PeerAcceptor<Peer> acceptor = acceptor()) {
            acceptor.start();
            coming.add(new Peer("slow"));
            coming.add(new Peer("quick"));
            assertThat(met.poll(50, TimeUnit.SECONDS)).isEqualTo("quick");
            slowOneEnds.countDown();
            assertThat(met.poll(50, TimeUnit.SECONDS)).isEqualTo("slow");
        }
    }

    @Test
    void shouldCloseItsSocket() {
        acceptor().close();
        assertThat(isSocketClosed).isTrue();
    }
}
