package org.rfaas.lease;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.rfaas.lease.LeaseState.Active;
import org.rfaas.lease.LeaseState.Ending;

class LeaseBookTest {
    private static final long MARGIN_MS = 500;
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final NodeCapacity NODE = Leases.node("node", 4, 8 * Leases.GIB);

    private final List<String> heard = new ArrayList<>();
    private final LeaseBook book = new LeaseBook(MARGIN_MS, new BookObserver() {
        @Override
        public void granted(LeaseCertificate lease) {
            heard.add("granted " + lease.lease().value());
        }

        @Override
        public void renewed(LeaseCertificate lease) {
            heard.add("renewed " + lease.lease().value());
        }

        @Override
        public void held(LeaseCertificate lease) {
            heard.add("held " + lease.lease().value());
        }

        @Override
        public void ending(LeaseCertificate lease, EndReason reason) {
            heard.add("ending " + lease.lease().value() + " " + reason);
        }

        @Override
        public void ended(LeaseCertificate lease, EndReason reason) {
            heard.add("ended " + lease.lease().value() + " " + reason);
        }
    });
    private long lastId;

    @Test
    void shouldLeaseTheFirstNodeThatFits() {
        book.register(Leases.node("small", 1, 8 * Leases.GIB), List.of());
        book.register(Leases.node("large", 4, 8 * Leases.GIB), List.of());

        assertThat(grant(2).nodeName()).isEqualTo("large");
        assertThat(grant(1).nodeName()).isEqualTo("small");
        assertThat(grantAll(Leases.request(3, SECOND))).isEmpty();
        assertThat(freeCores("large")).isEqualTo(2);
    }

    @Test
    void shouldLeaseAnAvoidedNodeLastUntilItsTimeIsOver() {
        book.register(Leases.node("failing", 4, 8 * Leases.GIB), List.of());
        book.register(Leases.node("sound", 6, 8 * Leases.GIB), List.of());
        book.avoid("failing", 1000);

        assertThat(grantAt(999, Placement.PACKED)).isEqualTo("sound");
        assertThat(grantAt(999, Placement.SPREAD)).isEqualTo("sound");
        assertThat(grantAt(1000, Placement.PACKED)).as("its time is over").isEqualTo("failing");
        book.avoid("failing", 2000);
        assertThat(grantAt(1000, Placement.PACKED)).isEqualTo("sound");
        assertThat(grantAt(1000, Placement.PACKED)).as("no core elsewhere").isEqualTo("failing");
    }

    @Test
    void shouldLeaseNothingOfAnAvoidedNodeWhileOthersHaveFreeCores() {
        book.register(Leases.node("failing", 8, 8 * Leases.GIB), List.of());
        book.register(Leases.node("sound", 1, 8 * Leases.GIB), List.of());
        book.avoid("failing", 1000);

        assertThat(grantAll(Leases.request(2, SECOND))).isEmpty();
        assertThat(book.nodes().mostFreeCores()).isEqualTo(1);
        assertThat(grant(1).nodeName()).isEqualTo("sound");
        assertThat(book.nodes().mostFreeCores()).isEqualTo(8);
        assertThat(grant(2).nodeName()).isEqualTo("failing");
    }

    @Test
    void shouldCountAsLeftAsideOnlyNodesThatOthersAreLeasedFor() {
        book.register(Leases.node("failing", 4, 8 * Leases.GIB), List.of());
        book.register(Leases.node("drained", 4, 8 * Leases.GIB), List.of());
        book.register(Leases.node("sound", 1, 8 * Leases.GIB), List.of());
        book.avoid("failing", 1000);
        book.avoid("drained", 1000);
        assertThat(book.nodes().leftAside()).isEqualTo(2);
        book.drain("drained");
        assertThat(book.nodes().leftAside()).as("it has nothing to lease").isEqualTo(1);
        grant(1);
        assertThat(book.nodes().leftAside()).as("no sound node has a core").isZero();
    }

    @Test
    void shouldOfferWhatIsFreeOnAvoidedNodesAndForgetThatWhenTheyComeAnew() {
        book.register(NODE, List.of());
        book.avoid("node", 1000);
        assertThat(book.nodes().mostFreeCores()).isEqualTo(4);
        book.register(Leases.node("later", 4, 8 * Leases.GIB), List.of());
        book.register(NODE, List.of());
        assertThat(grantAt(0, Placement.PACKED)).isEqualTo("node");
        book.avoid("node", 1000);
        book.remove("node");
        assertThat(grantAt(0, Placement.PACKED)).isEqualTo("later");
    }

    @Test
    void shouldNotLeaseMoreMemoryThanANodeHas() {
        book.register(Leases.node("node", 4, Leases.GIB), List.of());
        grant(1);
        assertThat(grantAll(Leases.request(1, SECOND))).isEmpty();
    }

    @Test
    void shouldPackLeasesOfOneRequestOnFewNodesAndSpreadThemOverMany() {
        for (int i = 0; i < 4; i++) {
            book.register(Leases.node("n" + i, 3, 8 * Leases.GIB), List.of());
        }
        LeaseRequest one = Leases.request(1, SECOND);
        assertThat(grantAll(one.times(4, Placement.PACKED)))
                .extracting(LeaseCertificate::nodeName)
                .containsExactly("n0", "n0", "n0", "n1");
        assertThat(grantAll(one.times(3, Placement.SPREAD)))
                .extracting(LeaseCertificate::nodeName)
                .containsExactly("n1", "n2", "n3");
        assertThat(grantAll(one.times(3, Placement.SPREAD)))
                .as("from where the last one ended, no node twice")
                .extracting(LeaseCertificate::nodeName)
                .containsExactly("n1", "n2", "n3");
        assertThat(grantAll(one.times(3, Placement.SPREAD)))
                .as("two nodes left")
                .isEmpty();
        assertThat(grantAll(one.times(3, Placement.PACKED)))
                .as("two cores left: all or nothing")
                .isEmpty();
        assertThat(grantAll(one.times(2, Placement.SPREAD))).hasSize(2);
        assertThat(book.heldCores().ofJob("job-1")).isEqualTo(12);
    }

    @Test
    void shouldSpreadLeasesFromWhereTheLastOnesEndedAndTakeEachNodeOnce() {
        for (int i = 0; i < 3; i++) {
            book.register(Leases.node("n" + i, 8, 8 * Leases.GIB), List.of());
        }
        LeaseRequest one = Leases.request(1, SECOND);
        assertThat(grantAll(one.times(2, Placement.SPREAD)))
                .extracting(LeaseCertificate::nodeName)
                .containsExactly("n0", "n1");
        assertThat(grantAll(one.times(2, Placement.SPREAD)))
                .as("goes on, and begins again at the end")
                .extracting(LeaseCertificate::nodeName)
                .containsExactly("n2", "n0");
        assertThat(grantAll(one.times(4, Placement.SPREAD)))
                .as("more than there are nodes")
                .isEmpty();
        assertThat(grantAll(one.times(3, Placement.SPREAD)))
                .extracting(LeaseCertificate::nodeName)
                .containsExactly("n1", "n2", "n0");
    }

    @Test
    void shouldFreeCoresOnReportOrElseAfterExpiryAndMargin() {
        book.register(NODE, List.of());
        LeaseCertificate reported = grant(1);
        LeaseCertificate silent = grant(1);
        book.askEnd(reported.lease(), EndReason.RELEASED);
        assertThat(freeCores("node")).as("released, not reported").isEqualTo(2);
        book.reportEnd(reported.lease(), EndReason.RELEASED);
        assertThat(freeCores("node")).isEqualTo(3);

        book.passTime(1000 + MARGIN_MS - 1);
        assertThat(book.state(silent.lease())).contains(new Ending(silent, EndReason.EXPIRED));
        book.passTime(1000 + MARGIN_MS);
        assertThat(freeCores("node")).isEqualTo(4);
        assertThat(book.heldCores().ofUser(LeaseRequest.NOBODY)).isZero();
        assertThat(heard)
                .containsExactly(
                        "granted 1",
                        "granted 2",
                        "ending 1 RELEASED",
                        "ended 1 RELEASED",
                        "ending 2 EXPIRED",
                        "ended 2 EXPIRED");
    }

    @Test
    void shouldRenewActiveLeasesOnly() {
        book.register(NODE, List.of());
        LeaseId lease = grant(1).lease();
        assertThat(book.renew(lease, 5000, 500))
                .map(LeaseCertificate::expiresAtMs)
                .contains(5500L);
        assertThat(book.renew(lease, 1000, 500))
                .as("never shortened")
                .map(LeaseCertificate::expiresAtMs)
                .contains(5500L);
        assertThat(book.renew(lease, 1000, 5500)).as("expired").isEmpty();
        assertThat(book.renew(new LeaseId(9), 1000, 500)).isEmpty();
    }

    @Test
    void shouldHonourACertificateNotYetPresentedWhenItsNodeComesBack() {
        book.register(NODE, List.of());
        LeaseCertificate granted = grant(3);
        book.away("node");
        assertThat(grantAll(Leases.request(1, SECOND))).as("while it is away").isEmpty();
        assertThat(book.register(NODE, List.of())).isEmpty();
        assertThat(book.state(granted.lease())).contains(new Active(granted, false));
        assertThat(freeCores("node")).isEqualTo(1);
    }

    @Test
    void shouldEndALeaseThatANodeHeldAndHoldsNoMore() {
        book.register(NODE, List.of());
        LeaseCertificate kept = grant(1);
        LeaseCertificate dropped = grant(1);
        book.hold(kept);
        book.hold(dropped);
        book.away("node");
        book.register(NODE, List.of(kept));
        assertThat(book.leases()).containsExactly(new Active(kept, true));
        assertThat(heard).contains("ended 2 LOST").doesNotContain("ended 1 LOST");
    }

    @Test
    void shouldTakeBackFromALostNodeWhatItHoldsAndHaveTheRestStopped() {
        book.register(NODE, List.of());
        LeaseCertificate kept = grant(1);
        LeaseCertificate other = grant(2);
        book.lost("node");
        assertThat(book.leases()).containsExactly(new Ending(kept, EndReason.LOST), new Ending(other, EndReason.LOST));

        assertThat(book.register(NODE, List.of(kept))).containsExactly(new Ending(other, EndReason.LOST));
        assertThat(book.state(kept.lease())).contains(new Active(kept, true));
        assertThat(freeCores("node"))
                .as("the other may still be presented until the node has barred it")
                .isEqualTo(1);
        book.reportEnd(other.lease(), EndReason.LOST);
        assertThat(freeCores("node")).isEqualTo(3);
    }

    @Test
    void shouldEndEverythingOfAnExecutorManagerThatStartedAnew() {
        book.register(NODE, List.of());
        book.hold(grant(1));
        grant(1);
        NodeCapacity anew =
                new NodeCapacity("node", Leases.INCARNATION + 1, NODE.address(), NODE.cores(), NODE.memoryBytes());
        assertThat(book.register(anew, List.of())).isEmpty();
        assertThat(book.leases()).isEmpty();
        assertThat(freeCores("node")).isEqualTo(4);
        assertThat(grant(1).incarnation()).isEqualTo(Leases.INCARNATION + 1);
    }

    @Test
    void shouldOfferNothingWhileANodeHoldsMoreThanTheBooksAllow() {
        book.register(Leases.node("node", 2, 8 * Leases.GIB), List.of());
        grant(2);
        book.hold(Leases.certificate(9, "node", 0, 1000));
        assertThat(freeCores("node")).isZero();
        book.reportEnd(new LeaseId(1), EndReason.LOST);
        assertThat(freeCores("node")).isZero();
        book.reportEnd(new LeaseId(9), EndReason.RELEASED);
        assertThat(freeCores("node")).isEqualTo(2);
    }

    @Test
    void shouldLeaseNothingOfADrainingNodeUntilItIsResumed() {
        book.register(NODE, List.of());
        LeaseCertificate running = grant(1);
        book.drain("node");
        assertThat(status("node")).isEqualTo(NodeStatus.DRAINING);
        assertThat(grantAll(Leases.request(1, SECOND))).isEmpty();
        book.reportEnd(running.lease(), EndReason.RELEASED);
        assertThat(status("node")).isEqualTo(NodeStatus.DRAINED);
        book.away("node");
        book.register(NODE, List.of());
        assertThat(status("node")).as("after coming back").isEqualTo(NodeStatus.DRAINED);
        book.resume("node");
        assertThat(status("node")).isEqualTo(NodeStatus.ONLINE);
        assertThat(freeCores("node")).isEqualTo(4);
    }

    @Test
    void shouldForgetARemovedNodeAndFindTheOthersStill() {
        for (int i = 0; i < 40; i++) {
            book.register(Leases.node("n" + i, 1, 8 * Leases.GIB), List.of());
        }
        for (int i = 0; i < 39; i++) {
            book.remove("n" + i);
        }
        assertThat(grant(1).nodeName()).isEqualTo("n39");
        book.remove("n39");
        assertThat(book.nodes().rows()).isEmpty();
        assertThat(book.leases()).isEmpty();
        assertThat(heard).containsExactly("granted 1", "ending 1 REVOKED", "ended 1 REVOKED");
        assertThat(grantAll(Leases.request(1, SECOND))).isEmpty();
    }

    private LeaseCertificate grant(int cores) {
        return grantAll(Leases.request(cores, SECOND)).getFirst();
    }

    private List<LeaseCertificate> grantAll(LeaseRequest request) {
        return book.grant(request, () -> new LeaseId(++lastId), 0);
    }

    /** Where two cores are leased. */
    private String grantAt(long nowMs, Placement placement) {
        book.passTime(nowMs);
        LeaseRequest request = Leases.request(2, SECOND).times(1, placement);
        return book.grant(request, () -> new LeaseId(++lastId), nowMs)
                .getFirst()
                .nodeName();
    }

    private int freeCores(String node) {
        return book.nodes().row(node).orElseThrow().freeCores();
    }

    private NodeStatus status(String node) {
        return book.nodes().row(node).orElseThrow().status();
    }
}
