package org.rfaas.fabric.shm;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.rfaas.thread.VirtualThreads;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether a queue pair lives. The socket of the rendezvous stays open and carries a few messages about regions at most, so
 * its end means that the peer has gone, whatever ended it; and closing it tells the peer that we have.
 *
 * <p>Any thread may call any method; {@link #state} is one volatile load.
 */
final class Lifeline {
    private static final Logger LOG = LoggerFactory.getLogger(Lifeline.class);
    private static final int SWEEPS = 5;
    private static final Duration SWEEP_PAUSE = Duration.ofMillis(50);

    /** States, in the only order they can follow each other. */
    enum State {
        CONNECTED,
        /** The peer has gone; what it published before is still delivered. */
        PEER_LOST,
        /** Work failed here; nothing is delivered any more. */
        FAILED,
        CLOSED
    }

    private final SocketChannel socket;
    private final Path peerDirectory;
    private final RegionExchange regions;
    private final Runnable onError;

    private volatile State state = State.CONNECTED;

    /**
     * @param peerDirectory of the peer's fabric, to be swept when it has died
     * @param onError run after each change to an error state
     */
    Lifeline(SocketChannel socket, Path peerDirectory, RegionExchange regions, Runnable onError) {
        this.socket = socket;
        this.peerDirectory = peerDirectory;
        this.regions = regions;
        this.onError = onError;
    }

    State state() {
        return state;
    }

    boolean isConnected() {
        return state == State.CONNECTED;
    }

    /**
     * Begins to watch for the peer's end.
     *
     * @throws OutOfMemoryError when there is no thread for it
     */
    void watch() {
        VirtualThreads.start("shm-lifeline", this::watchPeer);
    }

    private void watchPeer() {
        try {
            if (!regions.serve()) {
                LOG.warn("peer in {} sent bad data on its lifeline; disconnecting", peerDirectory);
            }
        } catch (IOException e) {
            LOG.trace("lifeline ended", e);
        } finally { // also when memory is short
            if (advance(State.PEER_LOST)) {
                onError.run();
            }
            regions.end();
        }
        sweepPeer();
    }

    /** The kernel ends a killed peer's socket and its directory's lock one after the other, in no certain order. */
    private void sweepPeer() {
        try {
            for (int i = 0; i < SWEEPS && Files.exists(peerDirectory); i++) {
                ShmDirectory.sweep(peerDirectory);
                Thread.sleep(SWEEP_PAUSE);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Work failed: the peer is told by the end of the socket. */
    void fail() {
        if (advance(State.FAILED)) {
            onError.run();
        }
    }

    /** Ends it for good; false when it was closed before. */
    boolean close() {
        return advance(State.CLOSED);
    }

    private boolean advance(State next) {
        synchronized (socket) {
            if (state.compareTo(next) >= 0) {
                return false;
            }
            state = next;
        }
        try {
            socket.close();
        } catch (IOException e) {
            LOG.debug("closing a lifeline failed", e);
        }
        return true;
    }
}
