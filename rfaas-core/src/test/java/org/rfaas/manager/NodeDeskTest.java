package org.rfaas.manager;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.rfaas.control.ControlMessage.Done;
import org.rfaas.control.ControlMessage.Refused;
import org.rfaas.control.ControlMessage.RegisterNode;
import org.rfaas.control.ControlMessage.Reply;
import org.rfaas.lease.CertificateSigner;
import org.rfaas.lease.ClusterKey;
import org.rfaas.lease.LeaseId;
import org.rfaas.lease.Leases;
import org.rfaas.lease.NodeCapacity;
import org.rfaas.lease.NodeProof;

/** Nodes of one name, which say nothing by themselves. */
class NodeDeskTest {
    private static final LeaseTerms TERMS = new LeaseTerms(Duration.ofHours(1), Duration.ofSeconds(5));
    private static final NodeCapacity NODE = Leases.node("node-a", 4, 16 * Leases.GIB);
    private static final NodeCapacity NAMESAKE = started(NODE.incarnation() + 1);

    private final ClusterKey key = Leases.key("cluster");
    private final SharedBook book = new SharedBook(TERMS, new ManualClock());
    private final NodeDesk nodes =
            new NodeDesk(key, new CertificateSigner(key), book, NodeDecisions.forgetful(), TERMS);

    @AfterEach
    void close() {
        book.close();
    }

    @Test
    void shouldKeepOutANodeThatIsConnectedBesideAnotherOfItsName() {
        register(NODE);
        assertThat(register(NAMESAKE)).isEqualTo(new Done());
        book.run(leases -> leases.grant(Leases.request(1, Duration.ofMinutes(1)), LeaseId::random, book.nowMs()));

        assertThat(register(NODE))
                .isInstanceOfSatisfying(
                        Refused.class,
                        refused -> assertThat(refused.text()).contains("node-a", "executor-manager.node-name"));

        assertThat(incarnation()).isEqualTo(NAMESAKE.incarnation());
        assertThat(book.<Integer>call(leases -> leases.leases().size()))
                .as("leases of the other go on")
                .isOne();
    }

    @Test
    void shouldTakeANodeThatStartedAnewThoughItsFormerConnectionSeemsToLast() {
        register(NODE);
        register(NAMESAKE);
        NodeCapacity anew = started(NAMESAKE.incarnation() + 1);

        assertThat(register(anew)).isEqualTo(new Done());

        assertThat(incarnation()).isEqualTo(anew.incarnation());
    }

    @Test
    void shouldTakeANodeThatConnectsAgainBeforeItsFormerConnectionIsMissed() {
        register(NODE);
        assertThat(register(NODE)).isEqualTo(new Done());
        assertThat(register(NODE)).isEqualTo(new Done());
    }

    private static NodeCapacity started(long incarnation) {
        return new NodeCapacity(NODE.name(), incarnation, NODE.address(), NODE.cores(), NODE.memoryBytes());
    }

    private Reply register(NodeCapacity node) {
        SilentSession session = new SilentSession();
        return nodes.register(session, new RegisterNode(node, NodeProof.of(key, session.challenge(), node)));
    }

    private long incarnation() {
        return book.call(leases ->
                leases.nodes().row(NODE.name()).orElseThrow().capacity().incarnation());
    }
}
