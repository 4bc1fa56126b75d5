package org.rfaas.manager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rfaas.control.ControlMessage.Done;
import org.rfaas.control.ControlMessage.HoldLeases;
import org.rfaas.control.ControlMessage.Refused;
import org.rfaas.control.ControlMessage.RegisterNode;
import org.rfaas.lease.CertificateSigner;
import org.rfaas.lease.ClusterKey;
import org.rfaas.lease.EndReason;
import org.rfaas.lease.LeaseCertificate;
import org.rfaas.lease.LeaseId;
import org.rfaas.lease.Leases;
import org.rfaas.lease.NodeCapacity;
import org.rfaas.lease.NodeProof;
import org.rfaas.lease.NodeStatus;
import org.rfaas.lease.NodeTable;
import org.rfaas.lease.UserLimits;
import org.rfaas.manager.NodeDecisions.Decision;

/** What operators do to nodes, with nodes that say nothing by themselves. */
class OperatorDeskTest {
    private static final LeaseTerms TERMS = new LeaseTerms(Duration.ofHours(1), Duration.ofSeconds(5));
    private static final NodeCapacity NODE = Leases.node("node-a", 4, 16 * Leases.GIB);
    private static final Duration GRACE = Duration.ofMinutes(10);

    @TempDir
    private Path directory;

    private final ClusterKey key = Leases.key("cluster");
    private final CertificateSigner signer = new CertificateSigner(key);
    private final SharedBook book = new SharedBook(TERMS, new ManualClock());
    private NodeDecisions decisions;
    private NodeDesk nodes;
    private OperatorDesk operators;

    @BeforeEach
    void start() {
        decisions = NodeDecisions.in(directory);
        nodes = new NodeDesk(key, signer, book, decisions, TERMS);
        WaitingRoom waitingRoom = new WaitingRoom(signer, book, UserLimits.NONE, LeaseId::random);
        LeaseDesk leases = new LeaseDesk(signer, book, nodes, waitingRoom, TERMS);
        operators = new OperatorDesk(book, nodes, leases, waitingRoom, decisions);
    }

    @AfterEach
    void close() {
        book.close();
    }

    @Test
    void shouldLeaseAgainOfANodeThatIsAddedBeforeItsLastLeaseHasEnded() {
        register(new SilentSession());
        lease();
        assertThat(operators.remove("node-a", GRACE)).isTrue();
        nodes.passTime();
        assertThat(status()).isEqualTo(NodeStatus.DRAINING);

        assertThat(operators.add("node-a")).isTrue();

        assertThat(status()).isEqualTo(NodeStatus.ONLINE);
        assertThat(operators.expectedNodes()).isEmpty();
        assertThat(operators.add("node-a")).as("it is there").isFalse();
    }

    @Test
    void shouldRemoveANodeThatWasAddedBeforeItsLastLeaseHadEnded() {
        register(new SilentSession());
        LeaseCertificate lease = lease();
        operators.remove("node-a", GRACE);
        operators.add("node-a");

        assertThat(operators.remove("node-a", GRACE)).isTrue();

        assertThat(status()).isEqualTo(NodeStatus.DRAINING);
        book.run(leases -> leases.reportEnd(lease.lease(), EndReason.REVOKED));
        nodes.passTime();
        assertThat(operators.nodes()).isEmpty();
    }

    @Test
    void shouldTakeAnExpectedNodeThoughThatCannotBeKept() throws Exception {
        operators.add("node-a");
        Files.delete(directory.resolve("nodes"));
        Files.delete(directory);

        register(new SilentSession());

        assertThat(status()).isEqualTo(NodeStatus.ONLINE);
        Files.createDirectory(directory);
    }

    @Test
    void shouldDecideNothingThatItCannotKeep() throws Exception {
        register(new SilentSession());
        operators.drain("node-a", GRACE);
        Files.delete(directory.resolve("nodes"));
        Files.delete(directory);

        assertThatExceptionOfType(UncheckedIOException.class).isThrownBy(() -> operators.remove("node-a", GRACE));
        assertThatExceptionOfType(UncheckedIOException.class).isThrownBy(() -> operators.resume("node-a"));

        assertThat(decisions.is("node-a", Decision.DRAINING)).isTrue();
        Files.createDirectory(directory);
    }

    @Test
    void shouldNotReviveALeaseThatAFormerConnectionNames() {
        SilentSession former = new SilentSession();
        register(former);
        LeaseCertificate lease = lease();
        register(new SilentSession());
        book.run(leases -> leases.reportEnd(lease.lease(), EndReason.RELEASED));

        assertThat(nodes.hold(former, new HoldLeases(List.of(signer.sign(lease)))))
                .isInstanceOf(Refused.class);

        assertThat(operators.leases()).isEmpty();
    }

    private void register(SilentSession session) {
        assertThat(nodes.register(session, new RegisterNode(NODE, NodeProof.of(key, session.challenge(), NODE))))
                .isEqualTo(new Done());
    }

    private LeaseCertificate lease() {
        return book.call(leases -> leases.grant(Leases.request(1, Duration.ofMinutes(1)), LeaseId::random, book.nowMs())
                .getFirst());
    }

    private NodeStatus status() {
        List<NodeTable.Row> rows = operators.nodes();
        assertThat(rows).hasSize(1);
        return rows.getFirst().status();
    }
}
