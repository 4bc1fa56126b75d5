package org.rfaas.fabric.shm;

import java.nio.channels.SocketChannel;
import java.util.concurrent.atomic.AtomicBoolean;
import org.rfaas.fabric.ConnectionRequest;
import org.rfaas.fabric.QueuePair;
import org.rfaas.fabric.QueuePairOptions;

/** A peer that has introduced itself and waits for the answer. */
final class ShmConnectionRequest implements ConnectionRequest {
    private final ShmFabric fabric;
    private final SocketChannel channel;
    private final Rendezvous.Hello hello;
    private final AtomicBoolean answered = new AtomicBoolean();

    ShmConnectionRequest(ShmFabric fabric, SocketChannel channel, Rendezvous.Hello hello) {
        this.fabric = fabric;
        this.channel = channel;
        this.hello = hello;
    }

    @Override
    public byte[] privateData() {
        return hello.privateData().clone();
    }

    @Override
    public QueuePair accept(QueuePairOptions options, byte[] privateData) {
        answerOnce();
        return fabric.accept(channel, hello, options, privateData);
    }

    @Override
    public void reject(String reason) {
        answerOnce();
        fabric.reject(channel, hello, reason);
    }

    private void answerOnce() {
        if (!answered.compareAndSet(false, true)) {
            throw new IllegalStateException("this connection request has been answered");
        }
    }
}
