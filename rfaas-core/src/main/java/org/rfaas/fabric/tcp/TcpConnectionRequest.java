package org.rfaas.fabric.tcp;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.util.concurrent.atomic.AtomicBoolean;
import org.rfaas.fabric.ConnectionRequest;
import org.rfaas.fabric.QueuePair;
import org.rfaas.fabric.QueuePairOptions;

/** A peer that has introduced itself and waits for the answer. */
final class TcpConnectionRequest implements ConnectionRequest {
    private final TcpFabric fabric;
    private final SocketChannel channel;
    private final String peer;
    private final Handshake.Hello hello;
    private final AtomicBoolean answered = new AtomicBoolean();

    TcpConnectionRequest(TcpFabric fabric, SocketChannel channel, String peer, Handshake.Hello hello) {
        this.fabric = fabric;
        this.channel = channel;
        this.peer = peer;
        this.hello = hello;
    }

    @Override
    public byte[] privateData() {
        return hello.privateData().clone();
    }

    @Override
    public QueuePair accept(QueuePairOptions options, byte[] privateData) {
        answerOnce();
        return fabric.accept(channel, peer, hello, options, privateData);
    }

    @Override
    public void reject(String reason) {
        answerOnce();
        reject(channel, reason);
    }

    static void reject(SocketChannel channel, String reason) {
        try (channel) {
            Handshake.send(channel, new Handshake.Answer.Rejected(reason));
        } catch (IOException e) {
            TcpFabric.LOG.debug("peer left before it could be rejected", e);
        }
    }

    private void answerOnce() {
        if (!answered.compareAndSet(false, true)) {
            throw new IllegalStateException("this connection request has been answered");
        }
    }
}
