package org.rfaas.fabric;

import java.io.IOException;
import java.time.Duration;
import java.util.function.Consumer;
import org.rfaas.thread.VirtualThreads;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Accepts peers on a listening socket and meets each on a virtual thread of its own, so a slow one holds up nobody; for
 * providers whose sides meet over sockets. A peer for whom there is no thread is closed. Any thread.
 *
 * @param <P> connection to a peer
 */
public final class PeerAcceptor<P extends AutoCloseable> implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PeerAcceptor.class);
    private static final Duration PAUSE = Duration.ofMillis(100);

    private final FabricAddress address;
    private final AutoCloseable socket;
    private final Source<P> source;
    private final Consumer<P> meet;
    private volatile boolean closed;

    /**
     * Where peers come from.
     *
     * @param <P> connection to a peer
     */
    @FunctionalInterface
    public interface Source<P> {
        /** Waits for the next one; fails when the socket is closed. */
        P accept() throws IOException;
    }

    /**
     * Accepts nobody before {@link #start}.
     *
     * @param address for the log, and the names of threads
     * @param socket closed with this
     * @param source of peers, on that socket
     * @param meet gets a peer, whom it closes or hands on, on a thread that it may block
     */
    public PeerAcceptor(FabricAddress address, AutoCloseable socket, Source<P> source, Consumer<P> meet) {
        this.address = address;
        this.socket = socket;
        this.source = source;
        this.meet = meet;
    }

    /**
     * From now on peers are accepted, until {@link #close}.
     *
     * @throws OutOfMemoryError when there is no thread for it; then it is closed
     */
    public void start() {
        try {
            VirtualThreads.start(address.provider() + "-listener", this::acceptPeers);
        } catch (OutOfMemoryError e) {
            close();
            throw e;
        }
    }

    private void acceptPeers() {
        while (!closed) {
            try {
                begin(source.accept());
            } catch (IOException | OutOfMemoryError e) { // no descriptor, no memory or no thread: there will be again
                if (!closed) {
                    LOG.warn("a peer on {} could not be met: {}", address, e.getMessage());
                    pause();
                }
            }
        }
    }

    private void begin(P peer) {
        try {
            VirtualThreads.start(address.provider() + "-introduction", () -> meet.accept(peer));
        } catch (OutOfMemoryError e) {
            FabricResources.closeQuietly(peer);
            throw e;
        }
    }

    /** Trying again at once would only burn the core that could free what is short. */
    private static void pause() {
        try {
            Thread.sleep(PAUSE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Accepts nobody more; those who are being met are not touched. */
    @Override
    public void close() {
        closed = true;
        FabricResources.closeQuietly(socket);
    }
}
