package org.rfaas.executor.manager;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.rfaas.control.ControlClient;
import org.rfaas.control.ControlMessage.LeaseEnding;
import org.rfaas.fabric.Fabric;
import org.rfaas.fabric.FabricAddress;
import org.rfaas.fabric.Fabrics;
import org.rfaas.lease.NodeCapacity;
import org.rfaas.lease.SignedCertificate;
import org.rfaas.manager.LeaseTerms;
import org.rfaas.manager.ResourceManager;

@Timeout(240)
class NodeRegistrationTest {
    private static final Duration TIMEOUT = Duration.ofMinutes(1);

    @Test
    void shouldConnectAgainOnAMachineThatHadNoThreadLeft() throws Exception {
        AtomicBoolean failed = new AtomicBoolean();
        try (Fabric fabric = Fabrics.open("shm");
                ResourceManager manager = ResourceManager.start(
                        fabric,
                        "",
                        Cluster.KEY,
                        new LeaseTerms(Duration.ofHours(1), Duration.ofSeconds(5)),
                        InstantSource.system(),
                        TIMEOUT);
                NodeRegistration registration = new NodeRegistration(
                        failingOnce(fabric, failed),
                        manager.address(),
                        Cluster.KEY,
                        new EmptyNode(),
                        new ReconnectPolicy(Duration.ofMillis(10), Duration.ofMillis(100)),
                        TIMEOUT)) {
            registration.start();
            assertThat(registration.awaitRegistered(Duration.ofSeconds(30))).isTrue();
            assertThat(failed).isTrue();
        }
    }

    private static Fabric failingOnce(Fabric fabric, AtomicBoolean failed) {
        return (Fabric) Proxy.newProxyInstance(
                NodeRegistrationTest.class.getClassLoader(), new Class<?>[] {Fabric.class}, (_, method, arguments) -> {
                    if (method.getName().equals("connect") && failed.compareAndSet(false, true)) {
                        throw new OutOfMemoryError("unable to create native thread");
                    }
                    return call(fabric, method, arguments);
                });
    }

    private static Object call(Fabric fabric, Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(fabric, arguments);
        } catch (InvocationTargetException e) {
            throw e.getTargetException();
        }
    }

    private static final class EmptyNode implements NodeRegistration.Node {
        @Override
        public NodeCapacity capacity() {
            return new NodeCapacity("node-a", 1, new FabricAddress("shm", "/dev/shm/nobody"), 1, 1L << 30);
        }

        @Override
        public List<SignedCertificate> held() {
            return List.of();
        }

        @Override
        public void registered(ControlClient manager) {}

        @Override
        public void end(LeaseEnding order) {}
    }
}
