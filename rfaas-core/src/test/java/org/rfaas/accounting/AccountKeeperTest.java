package org.rfaas.accounting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rfaas.fabric.FabricAddress;
import org.rfaas.lease.LeaseCertificate;
import org.rfaas.lease.LeaseId;
import org.rfaas.lease.LeaseRequest;
import org.rfaas.lease.Leases;
import org.rfaas.manager.ManualClock;

class AccountKeeperTest {
    private static final LeaseCertificate LEASE =
            Leases.certificate(1, "node-a", Leases.NOW_MS, Leases.NOW_MS + 60_000);

    @TempDir
    Path folder;

    private final ManualClock clock = new ManualClock();
    private Path file;

    @BeforeEach
    void nameFile() {
        file = folder.resolve("accounts");
    }

    private static LedgerRow only(AccountKeeper keeper) {
        keeper.endSilent();
        List<LedgerRow> rows = keeper.unwritten(10);
        assertThat(rows).hasSize(1);
        return rows.getFirst();
    }

    @Test
    void shouldFindItsAccountsAgainWhenItIsOpenedAgain() {
        try (AccountKeeper keeper = AccountKeeper.open(file, clock)) {
            keeper.held(LEASE);
            keeper.used(LEASE.lease(), new Usage(4, 3, 2, 1));
        }
        try (AccountKeeper keeper = AccountKeeper.open(file, clock)) {
            LedgerRow row = only(keeper);
            assertThat(row.usage()).isEqualTo(new Usage(4, 3, 2, 1));
            assertThat(row.jobId()).isEqualTo("job-1");
            assertThat(row.user()).isEqualTo("ada");
            assertThat(row.endedAtMs()).isZero();
        }
    }

    @Test
    void shouldSettleAnAccountOnlyWhenTheLedgerHasItsLastState() {
        try (AccountKeeper keeper = AccountKeeper.open(file, clock)) {
            keeper.held(LEASE);
            clock.advance(Duration.ofSeconds(10));
            keeper.ended(LEASE.lease());
            List<LedgerRow> rows = keeper.unwritten(10);
            assertThat(rows.getFirst().allocatedCoreNs()).isEqualTo(2 * 10_000_000_000L);
            keeper.used(LEASE.lease(), new Usage(1, 1, 1, 1)); // between reading and writing
            keeper.written(rows);
            assertThat(keeper.unsettled()).isEqualTo(1);
            keeper.written(keeper.unwritten(10));
            assertThat(keeper.unsettled()).isZero();
        }
        try (AccountKeeper keeper = AccountKeeper.open(file, clock)) {
            assertThat(keeper.unsettled()).isZero();
        }
    }

    @Test
    void shouldNotSettleAnAccountThatANodeStillReportsOn() {
        try (AccountKeeper keeper = AccountKeeper.open(file, clock)) {
            keeper.held(LEASE);
            keeper.reporting(LEASE);
            keeper.ended(LEASE.lease());
            keeper.written(keeper.unwritten(10));
            assertThat(keeper.unsettled()).isEqualTo(1);
            keeper.silent(LEASE.lease());
            keeper.written(keeper.unwritten(10));
            assertThat(keeper.unsettled()).isZero();
        }
    }

    @Test
    void shouldTakeUsageOfALeaseItHasSettledAsBelated() {
        try (AccountKeeper keeper = AccountKeeper.open(file, clock)) {
            assertThat(keeper.close(LEASE, new Usage(9, 9, 9, 9))).isTrue();
            LedgerRow row = only(keeper);
            assertThat(row.isBelated()).isTrue();
            assertThat(row.usage()).isEqualTo(new Usage(9, 9, 9, 9));
        }
    }

    @Test
    void shouldLeaveTheEndOfASettledLeaseToTheLedgerWhenItsNodeReportsAgain() {
        try (AccountKeeper keeper = AccountKeeper.open(file, clock)) {
            keeper.reporting(LEASE);
            assertThat(only(keeper).isBelated()).isTrue();
            keeper.close(LEASE, new Usage(9, 9, 9, 9));
            assertThat(only(keeper).isBelated()).isTrue();
        }
    }

    @Test
    void shouldKnowTheEndItselfOnceALeaseIsHeldAgain() {
        try (AccountKeeper keeper = AccountKeeper.open(file, clock)) {
            keeper.reporting(LEASE);
            keeper.held(LEASE);
            assertThat(only(keeper).isBelated()).isFalse();
        }
    }

    @Test
    void shouldBillARenewedLeaseBeyondItsFirstExpiry() {
        try (AccountKeeper keeper = AccountKeeper.open(file, clock)) {
            keeper.held(LEASE);
            keeper.held(LEASE.until(Leases.NOW_MS, Leases.NOW_MS + 120_000));
            clock.advance(Duration.ofSeconds(100));
            keeper.ended(LEASE.lease());
            assertThat(only(keeper).allocatedCoreNs()).isEqualTo(200_000_000_000L);
        }
    }

    @Test
    void shouldNotBillBeyondTheExpiryWhatANodeHandsOverLate() {
        try (AccountKeeper keeper = AccountKeeper.open(file, clock)) {
            keeper.held(LEASE);
            clock.advance(Duration.ofMinutes(5));
            keeper.close(LEASE, new Usage(9, 9, 9, 9));
            assertThat(only(keeper).allocatedCoreNs()).isEqualTo(2 * 60_000_000_000L);
        }
    }

    @Test
    void shouldNeverLetACounterFall() {
        try (AccountKeeper keeper = AccountKeeper.open(file, clock)) {
            keeper.held(LEASE);
            keeper.used(LEASE.lease(), new Usage(9, 1, 9, 1));
            keeper.used(LEASE.lease(), new Usage(1, 9, 1, 9));
            assertThat(only(keeper).usage()).isEqualTo(new Usage(9, 9, 9, 9));
        }
    }

    @Test
    void shouldEndALeaseNobodySpeaksOfAtItsExpiry() {
        try (AccountKeeper keeper = AccountKeeper.open(file, clock)) {
            keeper.held(LEASE);
            clock.advance(Duration.ofMinutes(3));
            assertThat(only(keeper).endedAtMs()).isEqualTo(LEASE.expiresAtMs());
        }
    }

    @Test
    void shouldBillNoMoreThanFitsIntoTheLedger() {
        LeaseCertificate large = new LeaseCertificate(
                new LeaseId(1),
                "job-1",
                "ada",
                "node-a",
                Leases.INCARNATION,
                new FabricAddress("shm", "/tmp/node-a"),
                LeaseRequest.MAX_CORES,
                Leases.GIB,
                Leases.NOW_MS,
                Leases.NOW_MS + Duration.ofDays(30).toMillis());
        try (AccountKeeper keeper = AccountKeeper.open(file, clock)) {
            keeper.held(large);
            clock.advance(Duration.ofDays(30));
            assertThat(only(keeper).allocatedCoreNs()).isEqualTo(Long.MAX_VALUE);
        }
    }

    @Test
    void shouldNameTheOldestFirstAndNoMoreThanAsked() {
        try (AccountKeeper keeper = AccountKeeper.open(file, clock)) {
            for (int id = 1; id <= 5; id++) {
                keeper.held(Leases.certificate(id, "node-a", Leases.NOW_MS, Leases.NOW_MS + 60_000));
            }
            List<LedgerRow> first = keeper.unwritten(2);
            assertThat(first).extracting(LedgerRow::lease).containsExactly(new LeaseId(1), new LeaseId(2));
            keeper.written(first);
            assertThat(keeper.unwritten(2))
                    .extracting(LedgerRow::lease)
                    .containsExactly(new LeaseId(3), new LeaseId(4));
            assertThat(keeper.running()).hasSize(5);
        }
    }

    @Test
    void shouldNotBillTheMarginAfterTheExpiry() {
        try (AccountKeeper keeper = AccountKeeper.open(file, clock)) {
            keeper.held(LEASE);
            clock.advance(Duration.ofSeconds(65)); // the book waits for the node's report until its margin is over
            keeper.ended(LEASE.lease());
            LedgerRow row = only(keeper);
            assertThat(row.endedAtMs()).isEqualTo(LEASE.expiresAtMs());
            assertThat(row.allocatedCoreNs()).isEqualTo(2 * 60_000_000_000L);
        }
    }

    @Test
    void shouldGoOnWithALeaseWhoseNodeWasOnlyOutOfReach() {
        try (AccountKeeper keeper = AccountKeeper.open(file, clock)) {
            keeper.held(LEASE);
            keeper.ended(LEASE.lease());
            keeper.held(LEASE);
            assertThat(only(keeper).endedAtMs()).isZero();
        }
    }

    @Test
    void shouldGrowBeyondItsFirstChunk() {
        try (AccountKeeper keeper = AccountKeeper.open(file, clock)) {
            for (int id = 0; id < 10_000; id++) {
                keeper.held(Leases.certificate(id, "node-a", Leases.NOW_MS, Leases.NOW_MS + 60_000));
            }
        }
        try (AccountKeeper keeper = AccountKeeper.open(file, clock)) {
            assertThat(keeper.unsettled()).isEqualTo(10_000);
        }
    }

    @Test
    void shouldRefuseAFileThatAnotherUses() {
        AccountKeeper keeper = AccountKeeper.open(file, clock);
        try (keeper) {
            assertThatExceptionOfType(LedgerException.class)
                    .isThrownBy(() -> AccountKeeper.open(file, clock))
                    .withMessageContaining("another resource manager")
                    .withMessageContaining("accounting.directory");
        }
    }

    @Test
    void shouldRefuseAFileThatIsNotIts() throws Exception {
        Files.writeString(file, "x".repeat(4096), StandardCharsets.US_ASCII);
        assertThatExceptionOfType(LedgerException.class)
                .isThrownBy(() -> AccountKeeper.open(file, clock))
                .withMessageContaining("not an accounts file");
    }
}
