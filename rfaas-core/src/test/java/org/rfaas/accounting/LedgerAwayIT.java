package org.rfaas.accounting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.rfaas.client.ResourceManagerClient;
import org.rfaas.fabric.Fabric;
import org.rfaas.fabric.Fabrics;
import org.rfaas.lease.EndReason;
import org.rfaas.lease.LeaseCertificate;
import org.rfaas.lease.Leases;
import org.rfaas.manager.LeaseTerms;
import org.rfaas.manager.ManagerSetup;
import org.rfaas.manager.ManualClock;
import org.rfaas.manager.ResourceManager;

/** The ledger's database goes away and comes back. */
@Timeout(300)
class LedgerAwayIT {
    private static final Duration INTERVAL = Duration.ofMillis(20);
    private static final Prices PRICES = new Prices(1, 1, 1, Leases.GIB);

    @TempDir
    Path folder;

    private Accounting start(PostgresServer server, Fabric fabric) {
        return start(server, fabric, InstantSource.system());
    }

    private Accounting start(PostgresServer server, Fabric fabric, InstantSource clock) {
        return Accounting.start(
                new Accounting.Options(folder, server.url(), server.login(), PRICES, INTERVAL), fabric, clock);
    }

    private static LeaseCertificate lease(long id) {
        long nowMs = InstantSource.system().millis();
        return Leases.certificate(id, "node-a", nowMs, nowMs + 60_000);
    }

    private static void awaitSettled(Accounting accounting) throws InterruptedException {
        while (accounting.keeper().unsettled() > 0) {
            Thread.sleep(INTERVAL);
        }
    }

    private static void use(Accounting accounting, LeaseCertificate lease) {
        accounting.granted(lease);
        assertThat(accounting.keeper().close(lease, new Usage(1000, 100, 10, 1)))
                .isTrue();
        accounting.ended(lease, EndReason.RELEASED);
    }

    @Test
    void shouldKeepAccountsWhileTheDatabaseIsAwayAndWriteThemWhenItIsBack() throws Exception {
        try (PostgresServer server = PostgresServer.start();
                Fabric fabric = Fabrics.open("shm");
                Accounting accounting = start(server, fabric)) {
            use(accounting, lease(1));
            awaitSettled(accounting);
            server.stop();
            assertThatExceptionOfType(LedgerException.class)
                    .isThrownBy(() -> accounting.accounts().leases(AccountFilter.ALL))
                    .withMessageContaining("accounting.ledger");
            for (int id = 2; id <= 500; id++) {
                use(accounting, lease(id)); // nobody waits for the database
            }
            assertThat(accounting.keeper().unsettled()).isEqualTo(499);
            server.run();
            awaitSettled(accounting);
            assertThat(accounting.accounts().users(AccountFilter.ALL))
                    .singleElement()
                    .satisfies(sum -> {
                        assertThat(sum.leases()).isEqualTo(500);
                        assertThat(sum.usage()).isEqualTo(new Usage(500_000, 50_000, 5_000, 500));
                    });
        }
    }

    /** The resource manager's minute, and accounting's, is a simulated one; the database is really gone. */
    @Test
    void shouldGrantForAMinuteWithoutTheDatabaseAndBillAllOfIt() throws Exception {
        ManualClock clock = new ManualClock();
        int leasesPerSecond = 50;
        try (PostgresServer server = PostgresServer.start();
                Fabric fabric = Fabrics.open("shm");
                Accounting accounting = start(server, fabric, clock);
                ResourceManager manager = manager(fabric, accounting, clock);
                ResourceManagerClient client =
                        ResourceManagerClient.connect(fabric, manager.address(), Duration.ofMinutes(1))) {
            server.stop();
            for (int second = 0; second < 60; second++) {
                for (int i = 0; i < leasesPerSecond; i++) {
                    client.lease(Leases.request(1, Duration.ofSeconds(1)).of("ada"));
                }
                clock.advance(Duration.ofSeconds(1));
            }
            assertThat(accounting.keeper().unsettled()).isEqualTo(60 * leasesPerSecond);
            clock.advance(Duration.ofSeconds(5)); // what nobody has reported on ends
            awaitNoLeases(manager);
            server.run();
            awaitSettled(accounting);
            assertThat(accounting.accounts().users(AccountFilter.ALL))
                    .singleElement()
                    .satisfies(sum -> {
                        assertThat(sum.leases()).isEqualTo(60L * leasesPerSecond);
                        assertThat(sum.allocatedCoreNs()).isEqualTo(60L * leasesPerSecond * 1_000_000_000L);
                    });
        }
    }

    private static ResourceManager manager(Fabric fabric, Accounting accounting, InstantSource clock) {
        ResourceManager manager = ResourceManager.start(
                fabric,
                "",
                new ManagerSetup(
                        Leases.key("cluster"),
                        new LeaseTerms(Duration.ofHours(1), Duration.ofSeconds(5)),
                        clock,
                        Duration.ofMinutes(1),
                        () -> Optional.of(accounting),
                        Optional.empty()));
        manager.assume(Leases.node("node-a", 1000, 1000 * Leases.GIB));
        return manager;
    }

    private static void awaitNoLeases(ResourceManager manager) throws InterruptedException {
        while (manager.operators().summary().leases() > 0) {
            Thread.sleep(INTERVAL);
        }
    }

    @Test
    void shouldWriteWhatAFormerResourceManagerCouldNot() throws Exception {
        try (PostgresServer server = PostgresServer.start();
                Fabric fabric = Fabrics.open("shm")) {
            server.stop();
            try (Accounting former = start(server, fabric)) {
                use(former, lease(7));
            }
            server.run();
            try (Accounting later = start(server, fabric)) {
                awaitSettled(later);
                assertThat(later.accounts().leases(AccountFilter.ALL))
                        .singleElement()
                        .satisfies(account -> assertThat(account.usage()).isEqualTo(new Usage(1000, 100, 10, 1)));
            }
        }
    }
}
