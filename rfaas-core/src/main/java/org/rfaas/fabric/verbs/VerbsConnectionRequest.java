package org.rfaas.fabric.verbs;

import java.util.concurrent.atomic.AtomicBoolean;
import org.rfaas.fabric.QueuePair;
import org.rfaas.fabric.QueuePairOptions;
import org.rfaas.fabric.rdma.Hello;
import org.rfaas.fabric.rdma.PendingRequests;
import org.rfaas.fabric.rdma.RdmaCompletionQueue;

/** A peer that has introduced itself and waits for the answer. */
final class VerbsConnectionRequest implements PendingRequests.Pending {
    private final VerbsFabric fabric;
    private final CmId id;
    private final Hello hello;
    private final AtomicBoolean answered = new AtomicBoolean();

    VerbsConnectionRequest(VerbsFabric fabric, CmId id, Hello hello) {
        this.fabric = fabric;
        this.id = id;
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
        return fabric.resources().during(() -> Connecting.accept(fabric, id, hello, options, answer));
    }

    @Override
    public void reject(String reason) {
        answerOnce();
        id.reject(reason);
        id.destroy();
    }

    @Override
    public void rejectUnanswered(String reason) {
        if (answered.compareAndSet(false, true)) {
            id.reject(reason);
            id.destroy();
        }
    }

    private void answerOnce() {
        if (!answered.compareAndSet(false, true)) {
            throw new IllegalStateException("this connection request has been answered");
        }
    }
}
