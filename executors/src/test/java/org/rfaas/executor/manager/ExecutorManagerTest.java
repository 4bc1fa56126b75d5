package org.rfaas.executor.manager;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.rfaas.client.AllocationOptions;
import org.rfaas.client.ExecutorEndpoint;
import org.rfaas.client.ExecutorManagerClient;
import org.rfaas.client.LeaseListener;
import org.rfaas.client.LeaseRefusedException;
import org.rfaas.client.NoCapacityException;
import org.rfaas.client.ResourceManagerClient;
import org.rfaas.control.RefusalCode;
import org.rfaas.executor.manager.FakeLauncher.FakeExecutor;
import org.rfaas.fabric.FabricAddress;
import org.rfaas.lease.CertificateSigner;
import org.rfaas.lease.ClusterKey;
import org.rfaas.lease.EndReason;
import org.rfaas.lease.LeaseCertificate;
import org.rfaas.lease.LeaseId;
import org.rfaas.lease.SignedCertificate;
import org.rfaas.manager.LeaseTerms;
import org.rfaas.manager.ResourceManager;
import org.rfaas.wire.SlotLayout;

@Timeout(240)
class ExecutorManagerTest {
    private final FakeLauncher launcher = new FakeLauncher();
    private final Cluster cluster = new Cluster(launcher);
    private final RecordingListener heard = new RecordingListener();
    private final ExecutorManagerClient client = cluster.connect(heard);

    @AfterEach
    void close() {
        client.close();
        cluster.close();
    }

    @Test
    void shouldStartAnExecutorForALease() {
        ExecutorEndpoint endpoint = allocate(cluster.lease(3, Cluster.MINUTE));
        FakeExecutor executor = launcher.next();
        assertThat(endpoint.workers()).isEqualTo(3);
        assertThat(endpoint.address()).isEqualTo(executor.address());
        assertThat(endpoint.token()).isEqualTo(executor.assignment.token());
        assertThat(executor.assignment.workers()).isEqualTo(3);
        assertThat(executor.assignment.hotTimeoutNs()).isEqualTo(7);
        assertThat(executor.assignment.connectTimeoutNs()).isEqualTo(Cluster.TIMEOUT.toNanos());
        assertThat(cluster.freeCores()).isEqualTo(1);
    }

    @Test
    void shouldRefuseWhatIsNotACertificateOfThisNode() {
        LeaseCertificate real = cluster.lease(1, Cluster.MINUTE).certificate();
        CertificateSigner stranger = new CertificateSigner(
                ClusterKey.of("another key, of another cluster!".getBytes(StandardCharsets.US_ASCII)));
        assertRefused(stranger.sign(real), RefusalCode.CERTIFICATE_FORGED);
        long nowMs = cluster.clock.millis();
        assertRefused(Cluster.SIGNER.sign(real.until(nowMs - 1000, nowMs - 1)), RefusalCode.CERTIFICATE_EXPIRED);
        assertRefused(
                Cluster.SIGNER.sign(real.until(nowMs + 3_600_000, nowMs + 7_200_000)),
                RefusalCode.CERTIFICATE_NOT_YET_VALID);
        assertRefused(Cluster.SIGNER.sign(certificate(9, "node-b", 1, nowMs)), RefusalCode.CERTIFICATE_WRONG_NODE);
    }

    @Test
    void shouldGiveUpALeaseThatItsClockForbidsToServe() {
        LeaseCertificate real = cluster.lease(1, Cluster.LONG).certificate();
        long nowMs = cluster.clock.millis();
        assertRefused(
                Cluster.SIGNER.sign(real.until(nowMs + 3_600_000, nowMs + 7_200_000)),
                RefusalCode.CERTIFICATE_NOT_YET_VALID);
        cluster.awaitFreeCores(4);
    }

    @Test
    void shouldRefuseAReplayWhileALeaseRunsAndAfterItHasEnded() {
        SignedCertificate certificate = cluster.lease(1, Cluster.MINUTE);
        allocate(certificate);
        assertRefused(certificate, RefusalCode.ALREADY_ALLOCATED);
        client.release(certificate.lease(), Cluster.TIMEOUT);
        assertRefused(certificate, RefusalCode.UNKNOWN_LEASE);
    }

    @Test
    void shouldRefuseALeaseReleasedBeforeItWasAllocated() {
        SignedCertificate certificate = cluster.lease(4, Cluster.MINUTE);
        cluster.leases.release(certificate);
        cluster.awaitFreeCores(4);
        assertRefused(certificate, RefusalCode.UNKNOWN_LEASE);
    }

    @Test
    void shouldNotStartMoreThanItHasCores() {
        long nowMs = cluster.clock.millis();
        allocate(Cluster.SIGNER.sign(certificate(1, "node-a", 3, nowMs)));
        assertThatExceptionOfType(NoCapacityException.class)
                .isThrownBy(() -> allocate(Cluster.SIGNER.sign(certificate(2, "node-a", 2, nowMs))))
                .withMessageContaining("1 cores");
        cluster.awaitFreeCores(1); // and the resource manager learns of a lease it did not know
    }

    @Test
    void shouldRefuseSlotsThatExceedTheMemoryOfTheLease() {
        AllocationOptions ordinary = Cluster.allocation(7);
        AllocationOptions vast = new AllocationOptions(
                new SlotLayout(64, 16 << 20), 7, Long.MAX_VALUE, ordinary.offers(), Cluster.TIMEOUT, Cluster.TIMEOUT);
        SignedCertificate certificate = cluster.lease(1, Cluster.MINUTE);
        assertThatExceptionOfType(LeaseRefusedException.class)
                .isThrownBy(() -> client.allocate(certificate, vast))
                .withMessageContaining("lease.memory-per-core")
                .satisfies(e -> assertThat(e.code()).isEqualTo(RefusalCode.OUT_OF_LIMITS));
        allocate(certificate);
        assertThat(launcher.next().assignment.dataBytes()).isEqualTo(128L << 20);
    }

    @Test
    void shouldEndTheExecutorAtExpiryAndTellEverybody() {
        allocate(cluster.lease(2, Cluster.MINUTE));
        cluster.clock.advance(Cluster.MINUTE);
        assertThat(launcher.next().ended.join()).isEqualTo(EndReason.EXPIRED);
        assertThat(heard.next()).isEqualTo("ending EXPIRED");
        assertThat(heard.next()).isEqualTo("ended EXPIRED");
        cluster.awaitFreeCores(4);
    }

    @Test
    void shouldRefuseARenewalItWasNeverShownAfterTheLeaseHasEnded() {
        SignedCertificate first = cluster.lease(1, Cluster.MINUTE);
        SignedCertificate unseen =
                cluster.leases.renew(first, Duration.ofMinutes(10)).certificate();
        allocate(first);
        client.release(first.lease(), Cluster.TIMEOUT);
        cluster.clock.advance(Duration.ofMinutes(2));
        assertRefused(unseen, RefusalCode.UNKNOWN_LEASE);
    }

    @Test
    void shouldLiveOnWithARenewedLease() throws Exception {
        SignedCertificate first = cluster.lease(2, Duration.ofSeconds(30));
        allocate(first);
        SignedCertificate second = cluster.leases.renew(first, Cluster.MINUTE).certificate();
        client.extend(second);
        SignedCertificate witness = cluster.lease(1, Duration.ofSeconds(30));
        allocate(witness);
        FakeExecutor executor = launcher.next();
        FakeExecutor unrenewed = launcher.next();
        cluster.clock.advance(Duration.ofSeconds(40));
        // the same time ends a lease that was not renewed; two more looks at the clock, and the other goes on
        assertThat(unrenewed.ended.get(60, SECONDS)).isEqualTo(EndReason.EXPIRED);
        assertThatExceptionOfType(TimeoutException.class)
                .isThrownBy(() -> executor.ended.get(2 * AllocationTerm.LONGEST_WAIT_MS, MILLISECONDS));
        cluster.clock.advance(Duration.ofSeconds(30));
        assertThat(executor.ended.join()).isEqualTo(EndReason.EXPIRED);
        assertThatExceptionOfType(LeaseRefusedException.class).isThrownBy(() -> client.extend(second));
    }

    @Test
    void shouldFreeTheCoresWhateverALauncherThrows() {
        launcher.broken = true;
        assertThatExceptionOfType(LeaseRefusedException.class)
                .isThrownBy(() -> allocate(cluster.lease(4, Cluster.MINUTE)))
                .withMessageContaining("no thread can be made")
                .satisfies(e -> assertThat(e.code()).isEqualTo(RefusalCode.EXECUTOR_FAILED));
        cluster.awaitFreeCores(4);
    }

    @Test
    void shouldKillAnExecutorItCannotLookAfter() throws Exception {
        launcher.unwatchable = true;
        allocate(cluster.lease(4, Cluster.MINUTE));
        assertThat(launcher.next().killed.get(60, SECONDS)).isTrue();
        assertThat(heard.next()).startsWith("ended LOST");
        cluster.awaitFreeCores(4);
    }

    @Test
    void shouldKillAnExecutorThatOutstaysItsGrace() throws Exception {
        launcher.stubborn = true;
        SignedCertificate certificate = cluster.lease(2, Cluster.MINUTE);
        allocate(certificate);
        client.release(certificate.lease(), Cluster.TIMEOUT);
        assertThat(launcher.next().killed.get(60, SECONDS)).isTrue();
        cluster.awaitFreeCores(4);
    }

    @Test
    void shouldReportAnExecutorThatDies() {
        allocate(cluster.lease(2, Cluster.MINUTE));
        launcher.next().exit(EndReason.LOST, "killed by signal 9");
        assertThat(heard.next()).isEqualTo("ended LOST killed by signal 9");
        cluster.awaitFreeCores(4);
    }

    @Test
    void shouldSayWhyAnExecutorDidNotStartAndFreeItsCores() {
        launcher.failing = true;
        assertThatExceptionOfType(LeaseRefusedException.class)
                .isThrownBy(() -> allocate(cluster.lease(4, Cluster.MINUTE)))
                .withMessageContaining("no space left")
                .satisfies(e -> assertThat(e.code()).isEqualTo(RefusalCode.EXECUTOR_FAILED));
        cluster.awaitFreeCores(4);
    }

    @Test
    void shouldEndTheExecutorsOfAClientThatDisconnects() {
        ExecutorManagerClient other = cluster.connect(LeaseListener.none());
        other.allocate(cluster.lease(4, Cluster.MINUTE), Cluster.allocation(7));
        other.close();
        assertThat(launcher.next().ended.join()).isEqualTo(EndReason.RELEASED);
        cluster.awaitFreeCores(4);
    }

    @Test
    void shouldNotLetAClientEndAnothersLease() {
        SignedCertificate certificate = cluster.lease(1, Cluster.MINUTE);
        allocate(certificate);
        try (ExecutorManagerClient other = cluster.connect(LeaseListener.none())) {
            assertThatExceptionOfType(LeaseRefusedException.class)
                    .isThrownBy(() -> other.release(certificate.lease(), Cluster.TIMEOUT));
        }
        assertThat(launcher.next().ended).isNotDone();
    }

    @Test
    void shouldEndTheExecutorWhenTheLeaseIsReleasedAtTheResourceManager() {
        SignedCertificate certificate = cluster.lease(2, Cluster.MINUTE);
        allocate(certificate);
        cluster.leases.release(certificate);
        assertThat(heard.next()).isEqualTo("ending RELEASED");
        assertThat(heard.next()).isEqualTo("ended RELEASED");
        cluster.awaitFreeCores(4);
    }

    @Test
    void shouldEndItsExecutorsWhenItCloses() {
        allocate(cluster.lease(2, Cluster.MINUTE));
        cluster.executorManager.close();
        assertThat(launcher.next().ended.join()).isEqualTo(EndReason.REVOKED);
        assertThat(heard.next()).isEqualTo("ending REVOKED");
        assertThat(heard.next()).isEqualTo("ended REVOKED");
        assertThat(heard.next()).isEqualTo("manager lost");
    }

    @Test
    void shouldComeBackToARestartedResourceManagerWithItsLeases() throws Exception {
        SignedCertificate certificate = cluster.lease(3, Cluster.MINUTE);
        allocate(certificate);
        FabricAddress address = cluster.resourceManager.address();
        cluster.resourceManager.close();
        assertThat(launcher.next().ended).as("leases go on").isNotDone();
        LeaseTerms terms = new LeaseTerms(Duration.ofHours(1), Duration.ofSeconds(5));
        try (ResourceManager successor = ResourceManager.start(
                        cluster.fabric, address.location(), Cluster.KEY, terms, cluster.clock, Cluster.TIMEOUT);
                ResourceManagerClient leases =
                        ResourceManagerClient.connect(cluster.fabric, successor.address(), Cluster.TIMEOUT)) {
            long deadlineNs = System.nanoTime() + Cluster.TIMEOUT.toNanos();
            while (leases.nodes().isEmpty()) {
                assertThat(System.nanoTime()).isLessThan(deadlineNs);
                LockSupport.parkNanos(1_000_000);
            }
            assertThat(leases.nodes().getFirst().freeCores()).isEqualTo(1);
            assertThat(leases.leases()).hasSize(1);
            client.extend(leases.renew(certificate, Duration.ofMinutes(5)).certificate());
        }
    }

    private ExecutorEndpoint allocate(SignedCertificate certificate) {
        return client.allocate(certificate, Cluster.allocation(7));
    }

    private void assertRefused(SignedCertificate certificate, RefusalCode code) {
        assertThatExceptionOfType(LeaseRefusedException.class)
                .isThrownBy(() -> allocate(certificate))
                .satisfies(e -> assertThat(e.code()).isEqualTo(code));
    }

    private LeaseCertificate certificate(long id, String nodeName, int cores, long nowMs) {
        return new LeaseCertificate(
                new LeaseId(id),
                "job",
                "ada",
                nodeName,
                cluster.incarnation(),
                new FabricAddress("shm", "/tmp/x"),
                cores,
                1 << 28,
                nowMs,
                nowMs + 60_000);
    }
}
