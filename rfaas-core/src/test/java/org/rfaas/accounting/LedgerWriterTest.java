package org.rfaas.accounting;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Properties;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.rfaas.lease.LeaseCertificate;
import org.rfaas.lease.Leases;
import org.rfaas.manager.ManualClock;

@Timeout(240)
class LedgerWriterTest {
    @Test
    void shouldConnectBeforeThereIsAnythingToWrite(@TempDir Path folder) throws Exception {
        Ledger ledger = new Ledger("jdbc:h2:mem:early", new Properties());
        try (AccountKeeper keeper = AccountKeeper.open(folder.resolve("accounts"), InstantSource.system());
                LedgerWriter _ = new LedgerWriter(
                        ledger, new Prices(1, 1, 1, 1L << 30), keeper, () -> {}, Duration.ofHours(1))) {
            assertThat(isOpened("jdbc:h2:mem:early;IFEXISTS=TRUE")).isTrue();
        }
    }

    @Test
    void shouldEndALeaseNobodySpeaksOf(@TempDir Path folder) {
        LeaseCertificate lease = Leases.certificate(1, "node-a", Leases.NOW_MS, Leases.NOW_MS + 60_000);
        Ledger ledger = new Ledger("jdbc:h2:file:" + folder.resolve("ledger"), new Properties());
        ManualClock clock = new ManualClock();
        try (AccountKeeper keeper = AccountKeeper.open(folder.resolve("accounts"), clock)) {
            keeper.held(lease);
            clock.advance(Duration.ofMinutes(3));
            new LedgerWriter(ledger, new Prices(1, 1, 1, 1L << 30), keeper, () -> {}, Duration.ofHours(1)).close();
            assertThat(keeper.unsettled()).isZero();
        }
        assertThat(ledger.leases(AccountFilter.ALL))
                .singleElement()
                .satisfies(
                        account -> assertThat(account.endedAt()).contains(Instant.ofEpochMilli(lease.expiresAtMs())));
    }

    private static boolean isOpened(String url) throws InterruptedException {
        for (int attempt = 0; attempt < 600; attempt++) {
            try {
                DriverManager.getConnection(url).close();
                return true;
            } catch (SQLException e) {
                Thread.sleep(100);
            }
        }
        return false;
    }

    @Test
    void shouldGoOnAfterAnError(@TempDir Path folder) throws Exception {
        Ledger ledger = new Ledger("jdbc:h2:mem:writer", new Properties());
        AtomicBoolean failed = new AtomicBoolean();
        Semaphore collected = new Semaphore(0);
        try (AccountKeeper keeper = AccountKeeper.open(folder.resolve("accounts"), InstantSource.system());
                LedgerWriter _ = new LedgerWriter(
                        ledger,
                        new Prices(1, 1, 1, 1L << 30),
                        keeper,
                        () -> {
                            if (failed.compareAndSet(false, true)) {
                                throw new OutOfMemoryError("unable to create native thread");
                            }
                            collected.release();
                        },
                        Duration.ofMillis(5))) {
            assertThat(collected.tryAcquire(3, 60, TimeUnit.SECONDS))
                    .as("writes after the one that failed")
                    .isTrue();
        }
    }
}
