package org.rfaas.lease;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.rfaas.lease.LeaseState.Ending;

/**
 * A book against 1,000 nodes that are as they are, by 100,000 random events. The nodes are the model: what they run, by
 * certificates alone, is compared with what the book believes.
 */
class LeaseSimulationTest {
    private static final int NODES = 1000;
    private static final int EVENTS = 100_000;
    private static final long MARGIN_MS = 500;

    /** Counts what it hears, which has to add up. */
    private static final class Ear implements BookObserver {
        private final Map<LeaseId, Integer> began = new HashMap<>();
        private final Map<LeaseId, Integer> over = new HashMap<>();
        private final Map<String, Integer> free = new HashMap<>();

        @Override
        public void nodeChanged(NodeTable.Row node) {
            free.put(node.capacity().name(), node.freeCores());
        }

        @Override
        public void granted(LeaseCertificate lease) {
            began.merge(lease.lease(), 1, Integer::sum);
        }

        @Override
        public void ended(LeaseCertificate lease, EndReason reason) {
            over.merge(lease.lease(), 1, Integer::sum);
        }
    }

    private final Ear ear = new Ear();
    private final LeaseBook book = new LeaseBook(MARGIN_MS, ear);
    private final List<SimulatedNode> nodes = new ArrayList<>();
    private final Map<String, SimulatedNode> byName = new HashMap<>();

    /** What clients have in their hands; old ones too, which they may try again. */
    private final List<LeaseCertificate> certificates = new ArrayList<>();

    private long nowMs = Leases.NOW_MS;
    private long lastId;
    private Random random = new Random();

    @Test
    void shouldNeverLeaseACoreTwiceNorLoseOneWhateverHappens() {
        long seed = Long.getLong("rfaas.test.seed", 20261122);
        random = new Random(seed);
        for (int i = 0; i < NODES; i++) {
            SimulatedNode node = new SimulatedNode("n" + i, 1 + random.nextInt(16));
            nodes.add(node);
            byName.put("n" + i, node);
            register(node);
        }
        int step = 0;
        try {
            for (; step < EVENTS; step++) {
                nowMs += random.nextInt(8);
                happen();
                if (step % 5000 == 0) {
                    compare();
                }
            }
            settle();
        } catch (AssertionError | RuntimeException e) {
            throw new AssertionError("seed " + seed + ", event " + step + ": " + e.getMessage(), e);
        }
    }

    private void happen() {
        SimulatedNode node = nodes.get(random.nextInt(NODES));
        switch (random.nextInt(20)) {
            case 0, 1, 2, 3, 4, 5, 6, 7 -> grant();
            case 8, 9, 10 -> present();
            case 11, 12 -> renew();
            case 13, 14 -> askEnd(EndReason.RELEASED);
            case 15 -> askEnd(EndReason.REVOKED);
            case 16 -> executorDies(node);
            case 17 -> somethingRareHappens(node);
            default -> {
                nodes.stream().filter(away -> !away.connected).findFirst().ifPresent(this::register);
                book.passTime(nowMs);
                expire(node);
            }
        }
    }

    private void somethingRareHappens(SimulatedNode node) {
        switch (random.nextInt(4)) {
            case 0 -> disconnect(node); // a partition: it goes on, unheard
            case 1 -> {
                disconnect(node);
                book.lost(node.capacity().name());
            }
            case 2 -> {
                disconnect(node);
                node.crash();
            }
            default -> drainOrResume(node);
        }
    }

    private void grant() {
        LeaseRequest request = new LeaseRequest(
                        "job-" + random.nextInt(20),
                        1 + random.nextInt(4),
                        Leases.GIB,
                        Duration.ofMillis(100 + random.nextInt(20_000)))
                .times(1 + random.nextInt(4), random.nextBoolean() ? Placement.PACKED : Placement.SPREAD);
        certificates.addAll(book.grant(request, () -> new LeaseId(++lastId), nowMs));
    }

    private void present() {
        LeaseCertificate certificate = someCertificate();
        SimulatedNode node = byName.get(certificate.nodeName());
        expire(node);
        if (node.present(certificate, nowMs) && node.connected) {
            book.hold(certificate);
        }
    }

    private void renew() {
        LeaseCertificate certificate = someCertificate();
        book.renew(certificate.lease(), 100 + random.nextInt(20_000), nowMs).ifPresent(later -> {
            certificates.add(later);
            SimulatedNode node = byName.get(later.nodeName());
            expire(node);
            if (random.nextBoolean() && node.extend(later) && node.connected) {
                book.hold(later);
            }
        });
    }

    private void askEnd(EndReason reason) {
        book.askEnd(someCertificate().lease(), reason).ifPresent(lease -> tell(lease, reason));
    }

    /** The order may be lost with the connection; then the node hears of it when it registers again. */
    private void tell(LeaseCertificate lease, EndReason reason) {
        SimulatedNode node = byName.get(lease.nodeName());
        if (node.connected) {
            node.end(lease.lease());
            book.reportEnd(lease.lease(), reason);
        }
    }

    private void executorDies(SimulatedNode node) {
        node.held().stream().findFirst().ifPresent(lease -> {
            node.end(lease.lease());
            if (node.connected) {
                book.reportEnd(lease.lease(), EndReason.LOST);
            }
        });
    }

    private void disconnect(SimulatedNode node) {
        node.connected = false;
        book.away(node.capacity().name());
    }

    private void register(SimulatedNode node) {
        expire(node);
        node.connected = true;
        for (Ending ending : book.register(node.capacity(), node.held())) {
            tell(ending.certificate(), ending.reason());
        }
    }

    private void drainOrResume(SimulatedNode node) {
        if (random.nextInt(4) == 0) {
            book.drain(node.capacity().name());
        } else {
            book.resume(node.capacity().name());
        }
    }

    private void expire(SimulatedNode node) {
        for (LeaseId lease : node.expire(nowMs)) {
            if (node.connected) {
                book.reportEnd(lease, EndReason.EXPIRED);
            }
        }
    }

    private LeaseCertificate someCertificate() {
        if (certificates.isEmpty()) {
            grant();
        }
        int recent = Math.min(certificates.size(), 3000);
        return certificates.get(certificates.size() - 1 - random.nextInt(recent));
    }

    /** Σ leased ≤ capacity on every node, by the book and by the nodes; and the book knows of all that connected nodes run. */
    private void compare() {
        book.passTime(nowMs);
        nodes.forEach(this::expire);
        Map<String, Integer> leased = new HashMap<>();
        book.leases()
                .forEach(state -> leased.merge(
                        state.certificate().nodeName(), state.certificate().cores(), Integer::sum));
        for (SimulatedNode node : nodes) {
            String name = node.capacity().name();
            int byTheBook = leased.getOrDefault(name, 0);
            NodeTable.Row row = book.nodes().row(name).orElseThrow();
            assertThat(byTheBook).as(name).isLessThanOrEqualTo(node.cores());
            assertThat(node.takenCores()).as(name).isLessThanOrEqualTo(node.cores());
            if (row.status() == NodeStatus.ONLINE) {
                assertThat(row.freeCores()).as(name).isEqualTo(node.cores() - byTheBook);
            } else {
                assertThat(row.freeCores()).as(name).isZero();
            }
            assertThat(ear.free.get(name)).as(name).isEqualTo(row.freeCores());
            if (node.connected) {
                node.held()
                        .forEach(lease -> assertThat(book.state(lease.lease()))
                                .as("%s runs %s", name, lease.lease())
                                .isPresent());
            }
        }
    }

    /** Every lease ends, every core comes back. */
    private void settle() {
        nodes.forEach(this::register);
        nodes.forEach(node -> book.resume(node.capacity().name()));
        nowMs += 1_000_000;
        compare();
        assertThat(book.leases()).isEmpty();
        Set<LeaseId> begun = ear.began.keySet();
        Set<LeaseId> unended = new HashSet<>(begun);
        unended.removeAll(ear.over.keySet()); // AssertJ's containsAll would take the square of the leases
        assertThat(unended).isEmpty();
        for (SimulatedNode node : nodes) {
            assertThat(node.takenCores()).isZero();
            assertThat(book.nodes().row(node.capacity().name()).orElseThrow().freeCores())
                    .isEqualTo(node.cores());
        }
        assertThat(begun).as("leases in all").hasSizeGreaterThan(EVENTS / 10);
    }
}
