package org.rfaas.fabric.rdma;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.rfaas.fabric.ConnectionRequest;
import org.rfaas.fabric.QueuePair;
import org.rfaas.fabric.QueuePairOptions;

/** A peer that has introduced itself and waits for the answer. */
public final class RdmaConnectionRequest implements ConnectionRequest {
    /** How long the connecting side may take to confirm what the accepting side answered. */
    public static final Duration CONFIRMATION = Duration.ofSeconds(10);

    private final RdmaFabric fabric;
    private final Hello hello;
    private final Peer peer;
    private final AtomicBoolean answered = new AtomicBoolean();

    /** The way back to the peer, as a provider has it. One of these is called, once. */
    public interface Peer {
        /** As {@link ConnectionRequest#accept}. */
        QueuePair accept(QueuePairOptions options, Hello answer);

        /** As {@link ConnectionRequest#reject}. */
        void reject(String reason);
    }

    /**
     * @param hello what the peer said
     */
    public RdmaConnectionRequest(RdmaFabric fabric, Hello hello, Peer peer) {
        this.fabric = fabric;
        this.hello = hello;
        this.peer = peer;
    }

    @Override
    public byte[] privateData() {
        return hello.privateData().clone();
    }

    @Override
    public QueuePair accept(QueuePairOptions options, byte[] privateData) {
        Hello answer = fabric.introduction(options, privateData);
        answerOnce();
        return fabric.resources().during(() -> peer.accept(options, answer));
    }

    @Override
    public void reject(String reason) {
        answerOnce();
        peer.reject(reason);
    }

    private void answerOnce() {
        if (!answered.compareAndSet(false, true)) {
            throw new IllegalStateException("this connection request has been answered");
        }
    }
}
