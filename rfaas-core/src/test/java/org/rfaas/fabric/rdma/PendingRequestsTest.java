package org.rfaas.fabric.rdma;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.rfaas.fabric.FabricCapabilities;
import org.rfaas.fabric.QueuePair;
import org.rfaas.fabric.QueuePairOptions;

class PendingRequestsTest {
    private final RdmaFabric fabric = new RdmaFabric("rdma", new FabricCapabilities(true, false, 64), (RdmaDriver)
            Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] {RdmaDriver.class}, (_, method, _) -> {
                throw new AssertionError(method.getName());
            }));
    private final PendingRequests pending = new PendingRequests();
    private final List<String> rejected = new ArrayList<>();

    @Test
    void shouldRejectAlsoThoseWhoComeWhileOthersAreRejected() {
        pending.add(request("first", () -> pending.add(request("second", () -> {}))));
        assertThat(pending.beginClose()).isTrue();
        pending.rejectAll();
        assertThat(rejected).containsExactly("first", "second");
        assertThat(pending.accept(Duration.ofMinutes(1))).isEmpty();
    }

    private RdmaConnectionRequest request(String name, Runnable whenRejected) {
        return new RdmaConnectionRequest(fabric, new Hello(1, 0, new byte[0]), new RdmaConnectionRequest.Peer() {
            @Override
            public QueuePair accept(QueuePairOptions options, Hello answer) {
                throw new AssertionError("the listener is closed");
            }

            @Override
            public void reject(String reason) {
                rejected.add(name);
                whenRejected.run();
            }
        });
    }
}
