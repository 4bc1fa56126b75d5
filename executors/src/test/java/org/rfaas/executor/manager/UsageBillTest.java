package org.rfaas.executor.manager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.rfaas.accounting.AccountFilter;
import org.rfaas.accounting.Accounting;
import org.rfaas.accounting.LeaseAccount;
import org.rfaas.accounting.Prices;
import org.rfaas.accounting.Usage;
import org.rfaas.accounting.UsageSlots;
import org.rfaas.client.ExecutorManagerClient;
import org.rfaas.client.LeaseListener;
import org.rfaas.client.ResourceManagerClient;
import org.rfaas.control.ControlClient;
import org.rfaas.control.ControlException;
import org.rfaas.control.ControlMessage.BoardOpened;
import org.rfaas.control.ControlMessage.CloseUsage;
import org.rfaas.control.ControlMessage.Done;
import org.rfaas.control.ControlMessage.OpenBoard;
import org.rfaas.control.ControlMessage.OpenUsage;
import org.rfaas.control.ControlMessage.UsageOpened;
import org.rfaas.control.RefusalCode;
import org.rfaas.control.RefusedException;
import org.rfaas.control.RemoteMemory;
import org.rfaas.executor.usage.UsagePage;
import org.rfaas.executor.usage.UsageStore;
import org.rfaas.fabric.Fabric;
import org.rfaas.fabric.FabricCapabilities;
import org.rfaas.fabric.Fabrics;
import org.rfaas.lease.EndReason;
import org.rfaas.lease.LeaseRequest;
import org.rfaas.lease.SignedCertificate;
import org.rfaas.manager.LeaseTerms;
import org.rfaas.manager.ManagerSetup;
import org.rfaas.manager.ResourceManager;

/** From the page of an executor into the ledger; the executors are pretended, the rest is real. */
@Timeout(240)
class UsageBillTest {
    private static final Duration INTERVAL = Duration.ofMillis(10);
    private static final Prices PRICES = new Prices(1, 1, 1, 256L << 20);

    @TempDir
    Path folder;

    private final FakeLauncher launcher = new FakeLauncher();

    /** Everything that takes part. */
    private final class Scene implements AutoCloseable {
        final Fabric fabric = Fabrics.open("shm");
        final Accounting accounting;
        final ResourceManager manager;
        final UsageStore usages;
        final ExecutorManager node;
        final ResourceManagerClient leases;
        final ExecutorManagerClient client;

        Scene(boolean atomics) throws Exception {
            accounting = Accounting.start(
                    new Accounting.Options(folder.resolve("accounting"), "", new Properties(), PRICES, INTERVAL),
                    fabric,
                    InstantSource.system());
            manager = ResourceManager.start(
                    fabric,
                    "",
                    new ManagerSetup(
                            Cluster.KEY,
                            new LeaseTerms(Duration.ofHours(1), Duration.ofSeconds(5)),
                            InstantSource.system(),
                            Cluster.TIMEOUT,
                            () -> Optional.of(accounting),
                            Optional.empty()));
            usages = UsageStore.open(folder.resolve("usage"));
            launcher.usages = usages;
            node = ExecutorManager.start(
                    atomics ? fabric : withoutAtomics(fabric),
                    manager.address(),
                    Cluster.KEY,
                    Cluster.options(Cluster.TIMEOUT),
                    launcher,
                    usages,
                    InstantSource.system());
            assertThat(node.awaitRegistered(Cluster.TIMEOUT)).isTrue();
            leases = ResourceManagerClient.connect(fabric, manager.address(), Cluster.TIMEOUT);
            client = ExecutorManagerClient.connect(fabric, node.address(), Cluster.TIMEOUT, LeaseListener.none());
        }

        SignedCertificate allocate() {
            SignedCertificate certificate = leases.lease(
                            new LeaseRequest("job-1", 2, 512L << 20, Duration.ofMinutes(1)).of("ada"))
                    .certificate();
            client.allocate(certificate, Cluster.allocation(0));
            return certificate;
        }

        LeaseAccount await(Predicate<LeaseAccount> wanted) {
            long deadlineNs = System.nanoTime() + Cluster.TIMEOUT.toNanos();
            while (true) {
                List<LeaseAccount> accounts = accounting.accounts().leases(AccountFilter.ALL);
                if (accounts.size() == 1 && wanted.test(accounts.getFirst())) {
                    return accounts.getFirst();
                }
                if (System.nanoTime() - deadlineNs > 0) {
                    throw new AssertionError("still " + accounts);
                }
                LockSupport.parkNanos(INTERVAL.toNanos());
            }
        }

        @Override
        public void close() {
            client.close();
            leases.close();
            node.close();
            usages.close();
            manager.close();
            accounting.close();
            fabric.close();
        }
    }

    /** The same fabric, but for what it says it can do. */
    private static Fabric withoutAtomics(Fabric fabric) {
        FabricCapabilities can = fabric.capabilities();
        FabricCapabilities less = new FabricCapabilities(false, can.remotePointers(), can.maxPrivateDataBytes());
        return (Fabric) Proxy.newProxyInstance(
                UsageBillTest.class.getClassLoader(), new Class<?>[] {Fabric.class}, (_, method, arguments) -> {
                    try {
                        return method.getName().equals("capabilities") ? less : method.invoke(fabric, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    @ParameterizedTest(name = "fetch-and-add: {0}")
    @ValueSource(booleans = {true, false})
    void shouldBringWhatWorkersDidIntoTheLedgerWhileTheyWorkAndInTheEnd(boolean atomics) throws Exception {
        try (Scene scene = new Scene(atomics)) {
            scene.allocate();
            FakeLauncher.FakeExecutor executor = launcher.next();
            try (UsagePage page =
                    UsagePage.openToWrite(executor.usage().orElseThrow().page())) {
                page.meter(0).invoked(1000, 10);
                page.meter(1).polled(500);
                LeaseAccount running = scene.await(account -> account.usage().equals(new Usage(1000, 500, 1, 10)));
                assertThat(running.endedAt()).isEmpty();
                assertThat(running.user()).isEqualTo("ada");
                page.meter(1).invoked(1, 1);
            }
            executor.exit(EndReason.LOST, "killed by signal 9");
            LeaseAccount ended = scene.await(
                    account -> account.endedAt().isPresent() && account.usage().invocations() == 2);
            assertThat(ended.usage().executionNs()).isEqualTo(1001);
            while (scene.accounting.keeper().unsettled() > 0) {
                LockSupport.parkNanos(INTERVAL.toNanos());
            }
        }
        assertThat(folder.resolve("usage")).doesNotExist();
    }

    @Test
    void shouldBillAtItsEndALeaseForWhichThereWasNoSlot() throws Exception {
        try (Scene scene = new Scene(true)) {
            SignedCertificate other = scene.leases
                    .lease(new LeaseRequest("job-2", 1, 512L << 20, Duration.ofMinutes(1)))
                    .certificate();
            for (int slot = 0; slot < UsageSlots.SLOTS; slot++) {
                scene.accounting.slots().open("others", other.certificate());
            }
            SignedCertificate lease = scene.allocate();
            FakeLauncher.FakeExecutor executor = launcher.next();
            try (UsagePage page =
                    UsagePage.openToWrite(executor.usage().orElseThrow().page())) {
                page.meter(0).invoked(1000, 10);
            }
            executor.exit(EndReason.LOST, "killed by signal 9");
            long deadlineNs = System.nanoTime() + Cluster.TIMEOUT.toNanos();
            while (scene.accounting.accounts().leases(AccountFilter.ALL).stream()
                    .noneMatch(account -> account.lease().equals(lease.lease())
                            && account.usage().equals(new Usage(1000, 0, 1, 10)))) {
                assertThat(System.nanoTime() - deadlineNs).isNegative();
                LockSupport.parkNanos(INTERVAL.toNanos());
            }
        }
    }

    @Test
    void shouldLetNobodyButTheNodeReportOnALease() throws Exception {
        try (Scene scene = new Scene(true);
                ControlClient stranger = ControlClient.connect(
                        scene.fabric, scene.manager.address(), Cluster.TIMEOUT, ControlClient.Listener.none())) {
            SignedCertificate certificate = scene.allocate();
            assertThatExceptionOfType(RefusedException.class)
                    .isThrownBy(() -> stranger.call(new OpenUsage(certificate), UsageOpened.class))
                    .satisfies(e -> assertThat(e.code()).isEqualTo(RefusalCode.CERTIFICATE_WRONG_NODE));
            assertThatExceptionOfType(RefusedException.class)
                    .isThrownBy(() -> stranger.call(new CloseUsage(certificate, Usage.NONE), Done.class))
                    .satisfies(e -> assertThat(e.code()).isEqualTo(RefusalCode.CERTIFICATE_WRONG_NODE));
            SignedCertificate forged = flipABit(certificate);
            assertThatExceptionOfType(RefusedException.class)
                    .isThrownBy(() -> stranger.call(new CloseUsage(forged, Usage.NONE), Done.class));
        }
    }

    private static SignedCertificate flipABit(SignedCertificate certificate) {
        byte[] encoded = certificate.encoded();
        encoded[0] ^= 1;
        return SignedCertificate.decode(encoded);
    }

    @Test
    void shouldLetReadersOfTheBoardReadItAndNothingElse() throws Exception {
        try (Scene scene = new Scene(true)) {
            assertThat(scene.leases.board().summary().freeCores()).isEqualTo(Cluster.CORES);
            try (ControlClient reader = ControlClient.connect(
                    scene.fabric, scene.manager.address(), Cluster.TIMEOUT, ControlClient.Listener.none())) {
                RemoteMemory board = reader.attach(
                        reader.call(new OpenBoard(), BoardOpened.class).region());
                assertThatExceptionOfType(IndexOutOfBoundsException.class)
                        .isThrownBy(() -> board.write(board.bytes(), 1));
                assertThatExceptionOfType(ControlException.class).isThrownBy(() -> board.write(0, 1));
            }
            assertThat(scene.leases.board().summary().freeCores())
                    .as("nobody else is disturbed")
                    .isEqualTo(Cluster.CORES);
        }
    }
}
