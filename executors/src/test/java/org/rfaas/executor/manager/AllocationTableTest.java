package org.rfaas.executor.manager;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.rfaas.control.ControlMessage.Refused;
import org.rfaas.control.RefusalCode;
import org.rfaas.fabric.FabricAddress;
import org.rfaas.lease.LeaseCertificate;
import org.rfaas.lease.LeaseId;

class AllocationTableTest {
    private static final long GIB = 1L << 30;

    private final AllocationTable<String> table = new AllocationTable<>(4, 4 * GIB);

    @Test
    void shouldAdmitALeaseOnceInItsLife() {
        assertThat(add(1, 2, 1000, 0)).isEmpty();
        assertThat(add(1, 2, 1000, 0)).contains(RefusalCode.ALREADY_ALLOCATED);
        table.remove(new LeaseId(1), 1000);
        assertThat(add(1, 2, 1000, 0)).contains(RefusalCode.UNKNOWN_LEASE);
        assertThat(add(2, 4, 1000, 0)).isEmpty();
    }

    @Test
    void shouldForgetALeaseWhenNoCertificateOfItCanBeValidAnyMore() {
        assertThat(add(1, 1, 1000, 0)).isEmpty();
        table.remove(new LeaseId(1), 2000);
        assertThat(add(1, 1, 3000, 1999)).contains(RefusalCode.UNKNOWN_LEASE);
        assertThat(add(1, 1, 3000, 2000)).isEmpty();
    }

    @Test
    void shouldSayThatALeaseIsExtendedOnlyWhileItRuns() {
        List<String> extended = new ArrayList<>();
        assertThat(add(1, 1, 1000, 0)).isEmpty();
        assertThat(table.extend(new LeaseId(1), extended::add)).isTrue();
        table.remove(new LeaseId(1), 2000);
        assertThat(table.extend(new LeaseId(1), extended::add)).isFalse();
        assertThat(extended).containsExactly(new LeaseId(1).toString());
    }

    @Test
    void shouldBarALeaseThatEndedBeforeItWasAllocated() {
        assertThat(table.bar(new LeaseId(1), 500)).isTrue();
        assertThat(add(1, 1, 1000, 0)).contains(RefusalCode.UNKNOWN_LEASE);
        assertThat(add(2, 1, 1000, 0)).isEmpty();
        assertThat(table.bar(new LeaseId(2), 500)).as("it runs").isFalse();
        assertThat(table.extend(new LeaseId(3), _ -> {})).isFalse();
    }

    @Test
    void shouldAdmitNothingThatItsCloserDoesNotHearOf() {
        assertThat(add(1, 1, 1000, 0)).isEmpty();
        assertThat(table.close()).hasSize(1);
        assertThat(add(2, 1, 1000, 0)).contains(RefusalCode.SHUTTING_DOWN);
        assertThat(table.close()).hasSize(1);
    }

    @Test
    void shouldNeverAdmitMoreThanTheNodeHas() {
        for (long seed = 1; seed <= 100; seed++) {
            Random random = new Random(seed);
            AllocationTable<Integer> node = new AllocationTable<>(8, 64 * GIB);
            for (int step = 0; step < 200; step++) {
                int cores = 1 + random.nextInt(4);
                if (random.nextBoolean()) {
                    boolean fits = taken(node) + cores <= 8;
                    assertThat(node.add(certificate(step, cores, 1_000_000), 0, cores)
                                    .isEmpty())
                            .as("seed %d, step %d", seed, step)
                            .isEqualTo(fits);
                } else {
                    node.remove(new LeaseId(random.nextInt(step + 1)), 1_000_000);
                }
                assertThat(taken(node)).as("seed %d, step %d", seed, step).isLessThanOrEqualTo(8);
            }
        }
    }

    private static int taken(AllocationTable<Integer> node) {
        return node.all().stream().mapToInt(Integer::intValue).sum();
    }

    @Test
    void shouldAdmitNoMoreMemoryThanTheNodeHas() {
        AllocationTable<String> node = new AllocationTable<>(4, 2 * GIB);
        assertThat(node.add(certificate(1, 1, 1000), 0, "one")).isEmpty();
        assertThat(node.add(certificate(2, 1, 1000), 0, "two")).isEmpty();
        assertThat(node.add(certificate(3, 1, 1000), 0, "three").map(Refused::code))
                .contains(RefusalCode.NO_CAPACITY);
        node.remove(new LeaseId(1), 1000);
        assertThat(node.add(certificate(4, 1, 1000), 0, "four")).isEmpty();
    }

    private Optional<RefusalCode> add(long id, int cores, long expiresAtMs, long nowMs) {
        return table.add(certificate(id, cores, expiresAtMs), nowMs, new LeaseId(id).toString())
                .map(Refused::code);
    }

    private static LeaseCertificate certificate(long id, int cores, long expiresAtMs) {
        return new LeaseCertificate(
                new LeaseId(id),
                "job",
                "ada",
                "node",
                1,
                new FabricAddress("shm", "/tmp/x"),
                cores,
                GIB,
                0,
                expiresAtMs);
    }
}
