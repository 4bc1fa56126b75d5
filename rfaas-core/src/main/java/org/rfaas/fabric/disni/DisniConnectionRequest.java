package org.rfaas.fabric.disni;

import java.util.concurrent.atomic.AtomicBoolean;
import org.rfaas.fabric.QueuePair;
import org.rfaas.fabric.QueuePairOptions;
import org.rfaas.fabric.rdma.Hello;
import org.rfaas.fabric.rdma.PendingRequests;
import org.rfaas.fabric.rdma.RdmaCompletionQueue;

/** A peer that has introduced itself and waits for the answer. */
final class DisniConnectionRequest implements PendingRequests.Pending {
    private final DisniFabric fabric;
    private final Rendezvous rendezvous;
    private final Hello hello;
    private final AtomicBoolean answered = new AtomicBoolean();

    DisniConnectionRequest(DisniFabric fabric, Rendezvous rendezvous, Hello hello) {
        this.fabric = fabric;
        this.rendezvous = rendezvous;
        this.hello = hello;
    }

    @Override
    public byte[] privateData() {
        return hello.privateData().clone();
    }

    @Override
    public QueuePair accept(QueuePairOptions options, byte[] privateData) {
        RdmaCompletionQueue.own(options.completions(), fabric.resources());
        Hello answer = Hello.of(options, privateData);
        answerOnce();
        return fabric.resources().during(() -> Connecting.accept(fabric, rendezvous, hello, options, answer));
    }

    @Override
    public void reject(String reason) {
        answerOnce();
        Connecting.tellRejected(rendezvous, reason);
    }

    @Override
    public void rejectUnanswered(String reason) {
        if (answered.compareAndSet(false, true)) {
            Connecting.tellRejected(rendezvous, reason);
        }
    }

    private void answerOnce() {
        if (!answered.compareAndSet(false, true)) {
            throw new IllegalStateException("this connection request has been answered");
        }
    }
}
