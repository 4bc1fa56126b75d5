package org.rfaas.lease;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.rfaas.lease.LeaseState.Ended;

class LeaseBookTest {
    private static final long MARGIN_MS = 500;
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final LeaseBook book = new LeaseBook(MARGIN_MS);

    @Test
    void shouldLeaseTheFirstNodeThatFits() {
        book.register(Leases.node("small", 1, 8 * Leases.GIB), List.of());
        book.register(Leases.node("large", 4, 8 * Leases.GIB), List.of());

        assertThat(grant(1, 2, 0).nodeName()).isEqualTo("large");
        assertThat(grant(2, 1, 0).nodeName()).isEqualTo("small");
        assertThat(book.grant(Leases.request(3, SECOND), new LeaseId(3), 0)).isEmpty();
        assertThat(freeCores("large")).isEqualTo(2);
    }

    @Test
    void shouldNotLeaseMoreMemoryThanANodeHas() {
        book.register(Leases.node("node", 4, Leases.GIB), List.of());
        grant(1, 1, 0);
        assertThat(book.grant(Leases.request(1, SECOND), new LeaseId(2), 0)).isEmpty();
    }

    @Test
    void shouldFreeCoresOnReportOrElseAfterExpiryAndMargin() {
        book.register(Leases.node("node", 4, 8 * Leases.GIB), List.of());
        LeaseCertificate reported = grant(1, 1, 0);
        grant(2, 1, 0);
        book.askEnd(reported.lease(), EndReason.RELEASED);
        assertThat(freeCores("node")).as("released, not reported").isEqualTo(2);
        assertThat(book.reportEnd(reported.lease(), EndReason.RELEASED)).isPresent();
        assertThat(freeCores("node")).isEqualTo(3);

        assertThat(book.passTime(1000 + MARGIN_MS - 1)).isEmpty();
        assertThat(book.passTime(1000 + MARGIN_MS)).containsExactly(new Ended(new LeaseId(2), EndReason.EXPIRED));
        assertThat(freeCores("node")).isEqualTo(4);
    }

    @Test
    void shouldRenewActiveLeasesOnly() {
        book.register(Leases.node("node", 4, 8 * Leases.GIB), List.of());
        LeaseId lease = grant(1, 1, 0).lease();
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
    void shouldTakeBackALostNodeWithTheLeasesItHolds() {
        NodeCapacity node = Leases.node("node", 4, 8 * Leases.GIB);
        book.register(node, List.of());
        LeaseCertificate kept = grant(1, 1, 0);
        LeaseCertificate dropped = grant(2, 2, 0);

        assertThat(book.lost("node")).extracting(Ended::reason).containsOnly(EndReason.LOST);
        assertThat(book.leases()).isEmpty();
        assertThat(book.grant(Leases.request(1, SECOND), new LeaseId(3), 0)).isEmpty();

        book.register(node, List.of(kept));
        assertThat(freeCores("node")).isEqualTo(3);
        assertThat(book.state(kept.lease())).isPresent();
        assertThat(book.state(dropped.lease())).isEmpty();
    }

    @Test
    void shouldEndLeasesThatARegisteringNodeDoesNotHold() {
        NodeCapacity node = Leases.node("node", 4, 8 * Leases.GIB);
        book.register(node, List.of());
        LeaseCertificate kept = grant(1, 1, 0);
        LeaseCertificate dropped = grant(2, 1, 0);
        assertThat(book.register(node, List.of(kept))).extracting(Ended::lease).containsExactly(dropped.lease());
    }

    @Test
    void shouldOfferNothingWhileANodeHoldsMoreThanTheBooksAllow() {
        NodeCapacity node = Leases.node("node", 2, 8 * Leases.GIB);
        book.register(node, List.of());
        grant(1, 2, 0);
        book.hold(Leases.certificate(9, "node", 0, 1000));
        assertThat(freeCores("node")).isZero();
        book.reportEnd(new LeaseId(1), EndReason.LOST);
        assertThat(freeCores("node")).isZero();
        book.reportEnd(new LeaseId(9), EndReason.RELEASED);
        assertThat(freeCores("node")).isEqualTo(2);
    }

    @Test
    void shouldNeverLeaseMoreThanThereIsAndGetEveryCoreBack() {
        for (long seed = 1; seed <= 200; seed++) {
            runRandomly(seed);
        }
    }

    /** Drives a book with random events and compares with a model: what each live certificate takes. */
    private static void runRandomly(long seed) {
        Random random = new Random(seed);
        LeaseBook book = new LeaseBook(MARGIN_MS);
        List<NodeCapacity> nodes = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            nodes.add(Leases.node("n" + i, 1 + random.nextInt(8), (1 + random.nextInt(8)) * Leases.GIB));
            book.register(nodes.get(i), List.of());
        }
        Map<LeaseId, LeaseCertificate> granted = new HashMap<>();
        long nowMs = 0;
        for (int step = 0; step < 300; step++) {
            nowMs += random.nextInt(200);
            LeaseId some = new LeaseId(1 + random.nextInt(step + 1));
            NodeCapacity node = nodes.get(random.nextInt(nodes.size()));
            switch (random.nextInt(9)) {
                case 0, 1, 2, 3 ->
                    book.grant(
                                    Leases.request(
                                            1 + random.nextInt(4), Duration.ofMillis(100 + random.nextInt(2000))),
                                    new LeaseId(step + 1L),
                                    nowMs)
                            .ifPresent(certificate -> granted.put(certificate.lease(), certificate));
                case 4 -> book.renew(some, 100 + random.nextInt(2000), nowMs);
                case 5 -> book.askEnd(some, EndReason.RELEASED);
                case 6 -> book.reportEnd(some, EndReason.RELEASED);
                case 7 -> book.passTime(nowMs);
                default -> {
                    List<LeaseCertificate> held = granted.values().stream()
                            .filter(certificate -> certificate.nodeName().equals(node.name()))
                            .filter(certificate ->
                                    book.state(certificate.lease()).isPresent())
                            .filter(_ -> random.nextBoolean())
                            .toList();
                    book.lost(node.name());
                    book.register(node, held);
                }
            }
            for (NodeTable.Row row : book.nodes()) {
                int taken = book.leases().stream()
                        .flatMap(state -> LeaseBook.certificateOf(state).stream())
                        .filter(certificate ->
                                certificate.nodeName().equals(row.capacity().name()))
                        .mapToInt(LeaseCertificate::cores)
                        .sum();
                assertThat(taken)
                        .as("seed %d, step %d", seed, step)
                        .isLessThanOrEqualTo(row.capacity().cores());
                assertThat(row.freeCores())
                        .as("seed %d, step %d", seed, step)
                        .isEqualTo(row.capacity().cores() - taken);
                assertThat(row.freeMemoryBytes()).as("seed %d", seed).isNotNegative();
            }
        }
        book.passTime(nowMs + 1_000_000);
        assertThat(book.leases()).as("seed %d", seed).isEmpty();
        for (NodeTable.Row row : book.nodes()) {
            assertThat(row.freeCores())
                    .as("seed %d", seed)
                    .isEqualTo(row.capacity().cores());
            assertThat(row.freeMemoryBytes())
                    .as("seed %d", seed)
                    .isEqualTo(row.capacity().memoryBytes());
        }
    }

    private LeaseCertificate grant(long id, int cores, long nowMs) {
        return book.grant(Leases.request(cores, SECOND), new LeaseId(id), nowMs).orElseThrow();
    }

    private int freeCores(String node) {
        return book.nodes().stream()
                .filter(row -> row.capacity().name().equals(node))
                .findFirst()
                .orElseThrow()
                .freeCores();
    }
}
