package org.rfaas.executor.manager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.rfaas.client.LeaseException;
import org.rfaas.client.LeaseGrant;
import org.rfaas.client.LeaseRefusedException;
import org.rfaas.client.LeasedExecutor;
import org.rfaas.client.ResourceManagerClient;
import org.rfaas.client.ResourceManagerLink;
import org.rfaas.client.ServiceUnreachableException;
import org.rfaas.client.Worker;
import org.rfaas.control.RefusalCode;
import org.rfaas.executor.sandbox.Sandbox;
import org.rfaas.fabric.FabricAddress;
import org.rfaas.fabric.FabricSet;
import org.rfaas.fabric.FabricSettings;
import org.rfaas.function.FunctionBundle;
import org.rfaas.lease.EndReason;
import org.rfaas.lease.LeaseRequest;
import org.rfaas.manager.LeaseTerms;
import org.rfaas.manager.ResourceManager;

/** A lease with a real executor, through what the managers live through. */
@Timeout(300)
class LeasedExecutorTest {
    private final Cluster cluster = Cluster.in(Sandbox.none());
    private final FabricSet fabrics = new FabricSet(FabricSettings.DEFAULTS);
    private final FabricAddress manager = cluster.resourceManager.address();
    private final ResourceManagerLink leases = new ResourceManagerLink(fabrics, manager, Cluster.TIMEOUT);

    @AfterEach
    void close() {
        leases.close();
        fabrics.close();
        cluster.close();
    }

    @Test
    void shouldCountALeaseFromItsGrantingAndNotFromWhenItsExecutorIsReady() {
        LeaseGrant grant = lease();
        long grantedNs = System.nanoTime();
        try (LeasedExecutor executor = start(grant)) {
            long nowNs = System.nanoTime();
            assertThat(nowNs + executor.remainingNs() - grantedNs).isLessThanOrEqualTo(Cluster.MINUTE.toNanos());
        }
    }

    @Test
    void shouldRenewAfterTheResourceManagerWasRestarted() {
        try (LeasedExecutor executor = start(lease())) {
            cluster.resourceManager.close();
            assertThatExceptionOfType(LeaseException.class).isThrownBy(() -> executor.renew(Duration.ofMinutes(5)));
            LeaseTerms terms = new LeaseTerms(Duration.ofHours(1), Duration.ofSeconds(5));
            try (ResourceManager successor = ResourceManager.start(
                            cluster.fabric, manager.location(), Cluster.KEY, terms, cluster.clock, Cluster.TIMEOUT);
                    ResourceManagerClient observer =
                            ResourceManagerClient.connect(cluster.fabric, successor.address(), Cluster.TIMEOUT)) {
                awaitNode(observer);
                executor.renew(Duration.ofMinutes(5));
                assertThat(executor.remainingNs())
                        .isGreaterThan(Duration.ofMinutes(4).toNanos());
                assertThat(executor.workers().getFirst().isConnected()).isTrue();
            }
        }
    }

    @Test
    void shouldServeBeyondItsFirstExpiryOnceItIsRenewed() throws InterruptedException {
        try (LeasedExecutor executor = start(lease())) {
            executor.renew(Duration.ofMinutes(5));
            cluster.clock.advance(Cluster.MINUTE.multipliedBy(2));
            TimeUnit.MILLISECONDS.sleep(2 * AllocationTerm.LONGEST_WAIT_MS); // its node has looked at the clock

            assertThat(executor.ending()).isEmpty();
            Worker worker = executor.workers().getFirst();
            MemorySegment output = MemorySegment.ofArray(new byte[2]);
            int bytes = worker.invoke(
                    worker.install(FunctionBundle.of(Reverse.class)),
                    MemorySegment.ofArray(new byte[] {1, 2}),
                    output,
                    Cluster.TIMEOUT);
            assertThat(bytes).isEqualTo(2);
            assertThat(output.toArray(ValueLayout.JAVA_BYTE)).containsExactly(2, 1);
        }
    }

    @Test
    void shouldSayThatItsLeaseEnds() {
        LeaseGrant grant = lease();
        try (LeasedExecutor executor = start(grant)) {
            assertThat(executor.ending()).isEmpty();
            cluster.leases.release(grant.certificate());
            await(executor, EndReason.RELEASED);
        }
        try (LeasedExecutor executor = start(lease())) {
            cluster.executorManager.close();
            await(executor, EndReason.REVOKED);
        }
    }

    @Test
    void shouldFailToRenewOnceTheLinkIsClosed() {
        LeaseGrant grant = lease();
        leases.close();
        assertThatExceptionOfType(ServiceUnreachableException.class)
                .isThrownBy(() -> leases.renew(grant, Cluster.MINUTE))
                .withMessageContaining("closed");
    }

    @Test
    void shouldSayWhyAnExecutorDiedThatItsClientCouldNotReachAnyMore() {
        FakeLauncher launcher = new FakeLauncher(); // nobody serves at the address of its executors
        try (Cluster deadly = new Cluster(launcher);
                ResourceManagerLink link =
                        new ResourceManagerLink(fabrics, deadly.resourceManager.address(), Cluster.TIMEOUT)) {
            LeaseGrant grant = link.lease(new LeaseRequest("job-1", 1, 1 << 28, Cluster.MINUTE));
            Thread.ofVirtual().start(() -> launcher.next().exit(EndReason.LOST, "killed by signal 9 (SIGKILL)"));
            assertThatExceptionOfType(LeaseRefusedException.class)
                    .isThrownBy(() -> LeasedExecutor.start(fabrics, link, grant, Cluster.allocation(0)))
                    .withMessageContaining("killed by signal 9 (SIGKILL)")
                    .satisfies(e -> assertThat(e.code()).isEqualTo(RefusalCode.EXECUTOR_FAILED));
            deadly.awaitFreeCores(Cluster.CORES);
        }
    }

    private LeaseGrant lease() {
        return leases.lease(new LeaseRequest("job-1", 1, 1 << 28, Cluster.MINUTE));
    }

    private LeasedExecutor start(LeaseGrant grant) {
        return LeasedExecutor.start(fabrics, leases, grant, Cluster.allocation(0));
    }

    private static void await(LeasedExecutor executor, EndReason reason) {
        long deadlineNs = System.nanoTime() + Cluster.TIMEOUT.toNanos();
        while (executor.ending().isEmpty()) {
            assertThat(System.nanoTime()).isLessThan(deadlineNs);
            LockSupport.parkNanos(1_000_000);
        }
        assertThat(executor.ending()).isEqualTo(Optional.of(reason));
    }

    private static void awaitNode(ResourceManagerClient observer) {
        long deadlineNs = System.nanoTime() + Cluster.TIMEOUT.toNanos();
        while (observer.nodes().isEmpty()) {
            assertThat(System.nanoTime()).isLessThan(deadlineNs);
            LockSupport.parkNanos(1_000_000);
        }
    }
}
