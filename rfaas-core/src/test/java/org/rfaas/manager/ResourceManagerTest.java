package org.rfaas.manager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.rfaas.client.LeaseGrant;
import org.rfaas.client.LeaseRefusedException;
import org.rfaas.client.NoCapacityException;
import org.rfaas.client.ResourceManagerClient;
import org.rfaas.client.ServiceUnreachableException;
import org.rfaas.control.ControlClient;
import org.rfaas.control.ControlMessage.Done;
import org.rfaas.control.ControlMessage.HoldLeases;
import org.rfaas.control.ControlMessage.LeaseEnded;
import org.rfaas.control.ControlMessage.LeaseEnding;
import org.rfaas.control.ControlMessage.Notice;
import org.rfaas.control.ControlMessage.RegisterNode;
import org.rfaas.control.LeaseRow;
import org.rfaas.control.RefusalCode;
import org.rfaas.control.RefusedException;
import org.rfaas.fabric.Fabric;
import org.rfaas.fabric.FabricAddress;
import org.rfaas.fabric.Fabrics;
import org.rfaas.lease.CertificateSigner;
import org.rfaas.lease.ClusterKey;
import org.rfaas.lease.EndReason;
import org.rfaas.lease.LeaseRequest;
import org.rfaas.lease.Leases;
import org.rfaas.lease.NodeCapacity;
import org.rfaas.lease.NodeProof;
import org.rfaas.lease.NodeStatus;
import org.rfaas.lease.NodeTable;
import org.rfaas.lease.SignedCertificate;
import org.rfaas.lease.UserLimits;

@Timeout(240)
class ResourceManagerTest {
    private static final Duration TIMEOUT = Duration.ofMinutes(1);
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final LeaseTerms TERMS = new LeaseTerms(Duration.ofHours(1), Duration.ofSeconds(5));
    private static final NodeCapacity NODE = Leases.node("node-a", 4, 16 * Leases.GIB);

    private final ClusterKey key = Leases.key("cluster");
    private final ManualClock clock = new ManualClock();
    private final Fabric fabric = Fabrics.open("shm");
    private final ResourceManager manager = ResourceManager.start(fabric, "", key, TERMS, clock, TIMEOUT);
    private final ResourceManagerClient client = ResourceManagerClient.connect(fabric, manager.address(), TIMEOUT);

    @AfterEach
    void close() {
        client.close();
        manager.close();
        fabric.close();
    }

    @Test
    void shouldGrantSignedLeasesOfRegisteredNodes() {
        assertThatExceptionOfType(NoCapacityException.class)
                .isThrownBy(() -> client.lease(Leases.request(1, MINUTE)))
                .withMessageContaining("no node is registered");
        try (FakeNode node = new FakeNode(NODE)) {
            node.register();
            SignedCertificate certificate =
                    client.lease(Leases.request(3, MINUTE)).certificate();
            assertThat(new CertificateSigner(key)
                            .verify(certificate, "node-a", Leases.INCARNATION, clock.millis())
                            .cores())
                    .isEqualTo(3);
            assertThat(client.nodes()).containsExactly(new NodeTable.Row(NODE, 1, 15 * Leases.GIB, NodeStatus.ONLINE));
            assertThat(client.leases()).extracting(LeaseRow::lease).containsExactly(certificate.lease());
            assertThatExceptionOfType(NoCapacityException.class)
                    .isThrownBy(() -> client.lease(Leases.request(2, MINUTE)))
                    .withMessageContaining("most free cores")
                    .withMessageContaining("1");
        }
    }

    @Test
    void shouldRefuseNodesThatDoNotKnowTheKey() {
        try (FakeNode node = new FakeNode(NODE)) {
            assertThatExceptionOfType(RefusedException.class)
                    .isThrownBy(() -> node.register(Leases.key("other")))
                    .satisfies(e -> assertThat(e.code()).isEqualTo(RefusalCode.NOT_AUTHENTICATED));
            assertThat(client.nodes()).isEmpty();
        }
    }

    @Test
    void shouldFreeCoresWhenTheNodeReportsAReleasedLease() throws Exception {
        try (FakeNode node = new FakeNode(NODE)) {
            node.register();
            SignedCertificate certificate =
                    client.lease(Leases.request(4, MINUTE)).certificate();
            client.release(certificate);
            assertThat(node.notices.poll(60, TimeUnit.SECONDS))
                    .isEqualTo(new LeaseEnding(certificate.lease(), EndReason.RELEASED, Duration.ZERO));
            assertThat(freeCores()).as("before the report").isZero();
            node.control.send(new LeaseEnded(certificate.lease(), EndReason.RELEASED, ""));
            node.control.call(new HoldLeases(List.of()), Done.class); // processed in order, so the report is through
            assertThat(freeCores()).isEqualTo(4);
            client.release(certificate);
        }
    }

    @Test
    void shouldFreeCoresOfSilentLeasesAfterExpiryAndMargin() {
        try (FakeNode node = new FakeNode(NODE)) {
            node.register();
            client.lease(Leases.request(4, MINUTE));
            clock.advance(MINUTE.plusSeconds(4));
            assertThatExceptionOfType(NoCapacityException.class)
                    .isThrownBy(() -> client.lease(Leases.request(4, MINUTE)));
            clock.advance(Duration.ofSeconds(1));
            assertThat(client.lease(Leases.request(4, MINUTE))).isNotNull();
        }
    }

    @Test
    void shouldRenewUntilALeaseHasExpired() {
        try (FakeNode node = new FakeNode(NODE)) {
            node.register();
            SignedCertificate first = client.lease(Leases.request(1, MINUTE)).certificate();
            clock.advance(Duration.ofSeconds(50));
            SignedCertificate second = client.renew(first, MINUTE).certificate();
            assertThat(second.certificate().expiresAtMs()).isEqualTo(clock.millis() + 60_000);
            assertThat(second.lease()).isEqualTo(first.lease());
            assertThatExceptionOfType(LeaseRefusedException.class)
                    .isThrownBy(() -> client.renew(second, Duration.ofHours(2)))
                    .withMessageContaining("lease.max-duration");
            clock.advance(MINUTE);
            assertThatExceptionOfType(LeaseRefusedException.class)
                    .isThrownBy(() -> client.renew(second, MINUTE))
                    .satisfies(e -> assertThat(e.code()).isEqualTo(RefusalCode.UNKNOWN_LEASE));
        }
    }

    @Test
    void shouldRefuseForgedCertificates() {
        try (FakeNode node = new FakeNode(NODE)) {
            node.register();
            SignedCertificate real = client.lease(Leases.request(1, MINUTE)).certificate();
            SignedCertificate forged = new CertificateSigner(Leases.key("other")).sign(real.certificate());
            assertThatExceptionOfType(LeaseRefusedException.class)
                    .isThrownBy(() -> client.release(forged))
                    .satisfies(e -> assertThat(e.code()).isEqualTo(RefusalCode.CERTIFICATE_FORGED));
            assertThatExceptionOfType(LeaseRefusedException.class).isThrownBy(() -> client.renew(forged, MINUTE));
            assertThat(client.leases()).hasSize(1);
        }
    }

    @Test
    void shouldEndALostNodesLeasesAndTakeItBackWithThoseItHolds() throws Exception {
        SignedCertificate held;
        try (FakeNode node = new FakeNode(NODE)) {
            node.register();
            held = client.lease(Leases.request(1, MINUTE)).certificate();
            client.lease(Leases.request(2, MINUTE));
        }
        await(NodeStatus.AWAY);
        assertThat(client.leases()).extracting(LeaseRow::ending).containsExactly(false, false);
        clock.advance(Duration.ofSeconds(15));
        await(NodeStatus.LOST);
        assertThat(client.leases()).extracting(LeaseRow::ending).containsExactly(true, true);
        try (FakeNode node = new FakeNode(NODE)) {
            node.control.call(new HoldLeases(List.of(held)), Done.class);
            node.register();
            assertThat(client.leases())
                    .filteredOn(row -> !row.ending())
                    .extracting(LeaseRow::lease)
                    .containsExactly(held.lease());
            assertThat(freeCores()).as("the other one may still be presented").isEqualTo(1);
            node.reportWhatItIsTold();
            assertThat(freeCores()).isEqualTo(3);
        }
    }

    @Test
    void shouldGoOnWithALeaseInItsClientsHandsWhenTheNodeReconnects() {
        try (FakeNode node = new FakeNode(NODE)) {
            node.register();
            client.lease(Leases.request(3, MINUTE));
        }
        await(NodeStatus.AWAY);
        try (FakeNode node = new FakeNode(NODE)) {
            node.register();
            assertThat(client.leases()).extracting(LeaseRow::ending).containsExactly(false);
            assertThat(freeCores()).isEqualTo(1);
        }
    }

    @Test
    void shouldLetWhatRunsFinishWithinItsGraceThoughTheLeaseExpiresAndTheNodeReconnects() throws Exception {
        SignedCertificate lease;
        try (FakeNode node = new FakeNode(NODE)) {
            node.register();
            lease = client.lease(Leases.request(1, MINUTE)).certificate();
            node.control.call(new HoldLeases(List.of(lease)), Done.class);
            manager.operators().revoke(lease.lease(), Duration.ofMinutes(10));
            assertThat(node.nextOrder())
                    .isEqualTo(new LeaseEnding(lease.lease(), EndReason.REVOKED, Duration.ofMinutes(10)));
        }
        await(NodeStatus.AWAY);
        clock.advance(Duration.ofMinutes(4));
        try (FakeNode node = new FakeNode(NODE)) {
            node.control.call(new HoldLeases(List.of(lease)), Done.class);
            node.register();
            assertThat(node.nextOrder())
                    .isEqualTo(new LeaseEnding(lease.lease(), EndReason.REVOKED, Duration.ofMinutes(6)));
            clock.advance(Duration.ofMinutes(6));
            assertThat(freeCores()).as("it may still run").isEqualTo(3);
            clock.advance(TERMS.expiryMargin());
            assertThat(freeCores()).isEqualTo(4);
        }
    }

    @Test
    void shouldEndAllLeasesOfANodeThatStartedAnew() {
        try (FakeNode node = new FakeNode(NODE)) {
            node.register();
            client.lease(Leases.request(3, MINUTE));
        }
        NodeCapacity anew = new NodeCapacity(NODE.name(), 78, NODE.address(), NODE.cores(), NODE.memoryBytes());
        try (FakeNode node = new FakeNode(anew)) {
            node.register();
            assertThat(client.leases()).isEmpty();
            assertThat(client.lease(Leases.request(4, MINUTE)).terms().incarnation())
                    .isEqualTo(78);
        }
    }

    @Test
    void shouldLetRequestsWaitForCapacity() throws Exception {
        try (FakeNode node = new FakeNode(NODE);
                ResourceManagerClient other = ResourceManagerClient.connect(fabric, manager.address(), TIMEOUT)) {
            node.register();
            SignedCertificate all = client.lease(Leases.request(4, MINUTE)).certificate();
            CompletableFuture<LeaseGrant> waiting = CompletableFuture.supplyAsync(() ->
                    other.leaseAll(Leases.request(2, MINUTE).waiting(MINUTE)).getFirst());
            awaitWaiting(1);
            assertThat(other.renew(all, MINUTE))
                    .as("the same connection serves others")
                    .isNotNull();
            clock.advance(Duration.ofSeconds(30));
            client.release(all);
            node.reportWhatItIsTold();
            long endNs = waiting.get(60, TimeUnit.SECONDS).endNs();
            assertThat(endNs - System.nanoTime())
                    .as("of a minute that began after half a minute of waiting")
                    .isGreaterThan(Duration.ofSeconds(45).toNanos());
            assertThat(freeCores()).isEqualTo(2);
        }
    }

    @Test
    void shouldRefuseRequestsThatHaveWaitedLongEnough() {
        try (FakeNode node = new FakeNode(NODE)) {
            node.register();
            client.lease(Leases.request(4, MINUTE));
            CompletableFuture<LeaseGrant> waiting = CompletableFuture.supplyAsync(
                    () -> client.lease(Leases.request(2, MINUTE).waiting(Duration.ofSeconds(20))));
            awaitWaiting(1);
            clock.advance(Duration.ofSeconds(20));
            assertThatExceptionOfType(CompletionException.class)
                    .isThrownBy(waiting::join)
                    .withCauseInstanceOf(NoCapacityException.class)
                    .withMessageContaining("did not come free");
        }
    }

    @Test
    void shouldForgetWaitingRequestsOfClientsThatHaveGone() {
        try (FakeNode node = new FakeNode(NODE)) {
            node.register();
            client.lease(Leases.request(4, MINUTE));
            try (ResourceManagerClient gone = ResourceManagerClient.connect(fabric, manager.address(), TIMEOUT)) {
                CompletableFuture<LeaseGrant> waiting = CompletableFuture.supplyAsync(
                        () -> gone.lease(Leases.request(2, MINUTE).waiting(MINUTE)));
                awaitWaiting(1);
                assertThat(waiting).isNotDone();
            }
            awaitWaiting(0);
        }
    }

    @Test
    void shouldLimitWhatAUserHolds() {
        LeaseTerms limited = new LeaseTerms(
                Duration.ofHours(1), Duration.ofSeconds(5), Duration.ofSeconds(15), new UserLimits(2, 0));
        try (ResourceManager strict = ResourceManager.start(fabric, "", key, limited, clock, TIMEOUT);
                FakeNode node = new FakeNode(NODE, strict.address());
                ResourceManagerClient asker = ResourceManagerClient.connect(fabric, strict.address(), TIMEOUT)) {
            node.register();
            LeaseRequest two = Leases.request(2, MINUTE).of("ada");
            asker.lease(two);
            for (LeaseRequest tooMuch : List.of(two, Leases.request(3, MINUTE).of("bob"), two.waiting(MINUTE))) {
                assertThatExceptionOfType(LeaseRefusedException.class)
                        .isThrownBy(() -> asker.lease(tooMuch))
                        .satisfies(e -> assertThat(e.code()).isEqualTo(RefusalCode.OUT_OF_LIMITS))
                        .withMessageContaining("-per-user");
            }
            assertThat(asker.lease(two.of("bob"))).isNotNull();
        }
    }

    @Test
    void shouldHonourLeasesGrantedJustBeforeItWasRestarted(@TempDir Path directory) {
        ManagerSetup setup = new ManagerSetup(key, TERMS, clock, TIMEOUT, Optional::empty, Optional.of(directory));
        SignedCertificate granted;
        try (ResourceManager first = ResourceManager.start(fabric, "", setup);
                FakeNode node = new FakeNode(NODE, first.address());
                ResourceManagerClient asker = ResourceManagerClient.connect(fabric, first.address(), TIMEOUT)) {
            node.register();
            granted = asker.lease(Leases.request(3, MINUTE)).certificate();
        }
        try (ResourceManager second = ResourceManager.start(fabric, "", setup);
                FakeNode node = new FakeNode(NODE, second.address());
                ResourceManagerClient asker = ResourceManagerClient.connect(fabric, second.address(), TIMEOUT)) {
            assertThat(asker.nodes()).extracting(NodeTable.Row::status).containsExactly(NodeStatus.AWAY);
            node.register();
            assertThat(asker.nodes()).extracting(NodeTable.Row::freeCores).containsExactly(1);
            assertThat(asker.renew(granted, MINUTE).terms().lease()).isEqualTo(granted.lease());
        }
    }

    @Test
    void shouldLearnOfLeasesGrantedBeforeItsRestart() {
        try (FakeNode node = new FakeNode(NODE);
                ResourceManager successor = ResourceManager.start(fabric, "", key, TERMS, clock, TIMEOUT);
                ResourceManagerClient survivor = ResourceManagerClient.connect(fabric, successor.address(), TIMEOUT)) {
            node.register();
            SignedCertificate granted = client.lease(Leases.request(3, MINUTE)).certificate();
            try (FakeNode again = new FakeNode(NODE, successor.address())) {
                again.control.call(new HoldLeases(List.of(granted)), Done.class);
                again.register();
                assertThat(survivor.leases()).extracting(LeaseRow::cores).containsExactly(3);
                assertThat(survivor.renew(granted, Duration.ofMinutes(2))
                                .terms()
                                .lease())
                        .isEqualTo(granted.lease());
            }
        }
    }

    @Test
    void shouldIgnoreReportsOnOtherNodesLeases() {
        try (FakeNode node = new FakeNode(NODE);
                FakeNode other = new FakeNode(Leases.node("node-b", 1, Leases.GIB))) {
            node.register();
            other.register();
            SignedCertificate certificate =
                    client.lease(Leases.request(3, MINUTE)).certificate();
            other.control.send(new LeaseEnded(certificate.lease(), EndReason.LOST, ""));
            other.control.call(new HoldLeases(List.of()), Done.class);
            assertThatExceptionOfType(RefusedException.class)
                    .isThrownBy(() -> other.control.call(new HoldLeases(List.of(certificate)), Done.class));
            assertThat(client.leases()).hasSize(1);
        }
    }

    @Test
    void shouldLeaseElsewhereFirstWhenANodeCouldNotStartAnExecutor() {
        try (FakeNode failing = new FakeNode(NODE);
                FakeNode sound = new FakeNode(Leases.node("node-b", 4, 16 * Leases.GIB))) {
            failing.register();
            sound.register();
            LeaseGrant served = client.lease(Leases.request(1, MINUTE));
            failing.control.call(new HoldLeases(List.of(served.certificate())), Done.class);
            failing.reportLost(served);
            LeaseGrant unserved = client.lease(Leases.request(1, MINUTE));
            assertThat(unserved.terms().nodeName())
                    .as("what died had been served")
                    .isEqualTo("node-a");
            failing.reportLost(unserved);
            assertThat(client.lease(Leases.request(1, MINUTE)).terms().nodeName())
                    .isEqualTo("node-b");
        }
    }

    @Test
    void shouldGiveTheWaitingWhatFitsOnAFailingNodeAloneWhenItsTimeIsOver() throws Exception {
        try (FakeNode failing = new FakeNode(NODE);
                FakeNode sound = new FakeNode(Leases.node("node-b", 2, 16 * Leases.GIB));
                ResourceManagerClient other = ResourceManagerClient.connect(fabric, manager.address(), TIMEOUT)) {
            failing.register();
            sound.register();
            failing.reportLost(client.lease(Leases.request(3, MINUTE)));
            assertThatExceptionOfType(NoCapacityException.class)
                    .isThrownBy(() -> client.lease(Leases.request(3, MINUTE)))
                    .withMessageContaining("are 2, leaving aside 1 that could not serve a lease");
            CompletableFuture<LeaseGrant> waiting = CompletableFuture.supplyAsync(() ->
                    other.leaseAll(Leases.request(3, MINUTE).waiting(MINUTE)).getFirst());
            awaitWaiting(1);
            clock.advance(Duration.ofSeconds(30));
            assertThat(waiting.get(60, TimeUnit.SECONDS).terms().nodeName()).isEqualTo("node-a");
        }
    }

    @Test
    void shouldListMoreRowsThanAMessageHolds() {
        try (FakeNode node = new FakeNode(Leases.node("big", 100, 100 * Leases.GIB))) {
            node.register();
            for (int i = 0; i < 40; i++) {
                client.lease(Leases.request(1, MINUTE));
            }
            assertThat(client.leases()).hasSize(40).extracting(LeaseRow::lease).doesNotHaveDuplicates();
        }
    }

    @Test
    void shouldSayWhereToLookForWhatIsNotThere() {
        assertThatExceptionOfType(ServiceUnreachableException.class)
                .isThrownBy(() -> ResourceManagerClient.connect(fabric, new FabricAddress("shm", "/tmp/none"), TIMEOUT))
                .withMessageContaining("shm:/tmp/none")
                .withMessageContaining("RFAAS_MANAGER")
                .withMessageContaining("rfaas manager");
    }

    private int freeCores() {
        return client.nodes().getFirst().freeCores();
    }

    private void awaitWaiting(int requests) {
        long deadlineNs = System.nanoTime() + TIMEOUT.toNanos();
        while (manager.operators().summary().waiting() != requests) {
            assertThat(System.nanoTime()).isLessThan(deadlineNs);
            Thread.onSpinWait();
        }
    }

    private void await(NodeStatus status) {
        long deadlineNs = System.nanoTime() + TIMEOUT.toNanos();
        while (client.nodes().getFirst().status() != status) {
            assertThat(System.nanoTime()).isLessThan(deadlineNs);
            Thread.onSpinWait();
        }
    }

    private final class FakeNode implements AutoCloseable {
        private final NodeCapacity capacity;
        private final BlockingQueue<Notice> notices = new LinkedBlockingQueue<>();
        private final ControlClient control;

        FakeNode(NodeCapacity capacity) {
            this(capacity, manager.address());
        }

        FakeNode(NodeCapacity capacity, FabricAddress registerAt) {
            this.capacity = capacity;
            this.control = ControlClient.connect(fabric, registerAt, TIMEOUT, new ControlClient.Listener() {
                @Override
                public void received(Notice notice) {
                    notices.add(notice);
                }

                @Override
                public void disconnected(String reason) {}
            });
        }

        /** Reports the end of the one lease it is told to end. */
        void reportWhatItIsTold() throws InterruptedException {
            LeaseEnding order = nextOrder();
            control.send(new LeaseEnded(order.lease(), order.reason(), ""));
            control.call(new HoldLeases(List.of()), Done.class); // processed in order, so the report is through
        }

        LeaseEnding nextOrder() throws InterruptedException {
            return (LeaseEnding) notices.poll(60, TimeUnit.SECONDS);
        }

        void reportLost(LeaseGrant lease) {
            control.send(new LeaseEnded(lease.certificate().lease(), EndReason.LOST, "killed by signal 9"));
            control.call(new HoldLeases(List.of()), Done.class); // processed in order, so the report is through
        }

        void register() {
            register(key);
        }

        void register(ClusterKey with) {
            control.call(new RegisterNode(capacity, NodeProof.of(with, control.challenge(), capacity)), Done.class);
        }

        @Override
        public void close() {
            control.close();
        }
    }
}
