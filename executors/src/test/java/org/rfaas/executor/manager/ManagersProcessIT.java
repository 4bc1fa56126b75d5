package org.rfaas.executor.manager;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.rfaas.cli.Rfaas;
import org.rfaas.client.ExecutorManagerClient;
import org.rfaas.client.LeaseException;
import org.rfaas.client.LeaseListener;
import org.rfaas.client.ResourceManagerClient;
import org.rfaas.fabric.Fabric;
import org.rfaas.fabric.FabricAddress;
import org.rfaas.fabric.Fabrics;
import org.rfaas.lease.ClusterKey;
import org.rfaas.lease.LeaseRequest;
import org.rfaas.lease.NodeTable;
import org.rfaas.lease.SignedCertificate;

/** Resource manager, executor manager, executor and rank, each in a process of its own, and each killed once. */
@Timeout(300)
class ManagersProcessIT {
    private static final Duration TIMEOUT = Duration.ofMinutes(1);
    private static final long POLL_NS = 10_000_000;

    @TempDir
    Path directory;

    private final Fabric fabric = Fabrics.open("shm");
    private FabricAddress address;
    private RfaasProcess resourceManager;
    private RfaasProcess executorManager;

    @BeforeEach
    void start() throws IOException {
        Path socket = directory.resolve("manager.sock");
        address = new FabricAddress("shm", socket.toString());
        ClusterKey.create(directory.resolve("key"));
        Files.writeString(directory.resolve("rfaas.conf"), """
                manager { listen = "%s", address = "%s" }
                security.key-file = "%s"
                executor-manager { node-name = node-a, cores = 3, memory = 1 GiB, reconnect-max = 200 ms }
                # nowhere: what makes the cache would count as an executor
                executor { pool.size = 0, aot-cache = "/dev/null/none" }
                executor-manager.usage-directory = "%s"
                accounting.directory = "%s"
                manager.state-directory = "%s"
                """.formatted(
                        socket,
                        address,
                        directory.resolve("key"),
                        directory.resolve("usage"),
                        directory.resolve("accounting"),
                        directory.resolve("state")));
        resourceManager = run(Rfaas.class, "manager");
        executorManager = run(Rfaas.class, "executor-manager");
        awaitFreeCores(3);
    }

    @AfterEach
    void stop() {
        executorManager.close();
        resourceManager.close();
        fabric.close();
    }

    @Test
    void shouldFreeTheCoresOfAKilledRank() throws IOException {
        try (RfaasProcess rank = run(IdleRank.class)) {
            assertThat(executorManager.children()).hasSize(1);
            assertThat(freeCores()).isEqualTo(2);
            rank.kill();
        }
        awaitFreeCores(3);
        await(() -> executorManager.children().isEmpty());
    }

    @Test
    void shouldFreeTheCoresOfAKilledExecutor() throws IOException {
        try (RfaasProcess rank = run(IdleRank.class)) {
            executorManager.children().forEach(ProcessHandle::destroyForcibly);
            awaitFreeCores(3);
            assertThat(rank.isAlive()).isTrue();
        }
    }

    @Test
    void shouldEndTheExecutorsOfAKilledExecutorManager() throws Exception {
        try (RfaasProcess rank = run(IdleRank.class)) {
            List<ProcessHandle> executors = executorManager.children();
            assertThat(executors).hasSize(1);
            executorManager.kill();
            executors.getFirst().onExit().get(60, TimeUnit.SECONDS);
            awaitFreeCores(0);
            executorManager = run(Rfaas.class, "executor-manager");
            awaitFreeCores(3);
            assertThat(rank.isAlive()).isTrue();
        }
    }

    @Test
    void shouldGoOnWhenTheResourceManagerIsKilledAndTellItsSuccessorWhatRuns() throws IOException {
        try (RfaasProcess rank = run(IdleRank.class)) {
            resourceManager.kill();
            assertThat(executorManager.children())
                    .allMatch(ProcessHandle::isAlive)
                    .hasSize(1);
            resourceManager = run(Rfaas.class, "manager");
            awaitFreeCores(2);
            assertThat(executorManager.children()).hasSize(1);
            rank.kill();
            awaitFreeCores(3);
        }
    }

    @Test
    void shouldHonourALeaseGrantedJustBeforeTheResourceManagerWasKilled() throws IOException {
        SignedCertificate granted;
        try (ResourceManagerClient client = ResourceManagerClient.connect(fabric, address, TIMEOUT)) {
            granted = client.lease(new LeaseRequest("job", 2, 1L << 28, Duration.ofMinutes(5)))
                    .certificate();
            resourceManager.kill();
        }
        resourceManager = run(Rfaas.class, "manager");
        awaitFreeCores(1);
        try (ExecutorManagerClient node = ExecutorManagerClient.connect(
                fabric, granted.certificate().executorManager(), TIMEOUT, LeaseListener.none())) {
            assertThat(node.allocate(granted, Cluster.allocation(7))).isNotNull();
            assertThat(executorManager.children()).hasSize(1);
            node.release(granted.lease(), TIMEOUT);
        }
        awaitFreeCores(3);
    }

    @Test
    void shouldLeaveNothingBehindWhenToldToEnd() throws IOException {
        try (RfaasProcess rank = run(IdleRank.class)) {
            List<ProcessHandle> executors = executorManager.children();
            assertThat(executorManager.terminate()).isEqualTo(143);
            assertThat(executors).noneMatch(ProcessHandle::isAlive);
            assertThat(rank.isAlive()).isTrue();
        }
        assertThat(resourceManager.terminate()).isEqualTo(143);
        assertThat(directory.resolve("manager.sock")).doesNotExist();
    }

    @Test
    void shouldRunALocalClusterUntilToldToEnd() throws IOException {
        Path addressFile = directory.resolve("address");
        try (RfaasProcess local = RfaasProcess.start(
                directory.resolve("log"),
                Map.of("XDG_RUNTIME_DIR", directory.toString()),
                Rfaas.class,
                "local",
                "--cores",
                "2",
                "--memory",
                "1GiB",
                "--address-file",
                addressFile.toString())) {
            String printed = local.readLine();
            await(() -> Files.exists(addressFile));
            String manager = Files.readString(addressFile).strip();
            assertThat(printed).isEqualTo("export RFAAS_MANAGER=" + manager);
            try (ResourceManagerClient client =
                    ResourceManagerClient.connect(fabric, FabricAddress.parse(manager), TIMEOUT)) {
                assertThat(client.nodes()).extracting(NodeTable.Row::freeCores).containsExactly(2);
            }
            assertThat(local.terminate()).isEqualTo(143);
            assertThat(addressFile).doesNotExist();
            assertThat(Path.of(FabricAddress.parse(manager).location()).getParent())
                    .doesNotExist();
            try (Stream<Path> left = Files.list(directory)) {
                assertThat(left).noneMatch(path -> path.getFileName().toString().startsWith("rfaas-"));
            }
        }
    }

    private RfaasProcess run(Class<?> main, String... arguments) throws IOException {
        RfaasProcess process = RfaasProcess.start(
                directory.resolve("log"),
                Map.of("RFAAS_CONFIG", directory.resolve("rfaas.conf").toString()),
                main,
                arguments);
        process.readLine();
        return process;
    }

    private int freeCores() {
        try (ResourceManagerClient client = ResourceManagerClient.connect(fabric, address, TIMEOUT)) {
            return client.nodes().stream().mapToInt(NodeTable.Row::freeCores).sum();
        } catch (LeaseException e) {
            return -1; // it restarts at the moment
        }
    }

    private void awaitFreeCores(int cores) {
        await(() -> freeCores() == cores);
    }

    /** Other processes tell this one nothing, so it has to ask. */
    private static void await(BooleanSupplier condition) {
        long deadlineNs = System.nanoTime() + TIMEOUT.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("within %s", TIMEOUT).isLessThan(deadlineNs);
            LockSupport.parkNanos(POLL_NS); // asking all the time would keep them from starting
        }
    }
}
