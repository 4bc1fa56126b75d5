package org.rfaas.job;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.rfaas.experiment.host.ExecutorProcesses;
import org.rfaas.hosts.TwoHosts;
import org.rfaas.hosts.TwoHosts.Host;

/**
 * A resource manager on the left host, and an executor manager on the right one, which has a shared memory of its own; an
 * executor manager on the left one too, if asked for. Ranks run on the left.
 */
final class TwoHostCluster implements AutoCloseable {
    static final long HEARTBEAT_TIMEOUT_MS = 1500;
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int MANAGER_PORT = 7471;
    private static final String OWN_SHARED_MEMORY = "mount -t tmpfs tmpfs /dev/shm && exec \"$@\"";

    private final TwoHosts hosts;
    private final Path folder;
    private final Path key;
    private final String manager;
    private final List<Script> services = new ArrayList<>();

    private TwoHostCluster(TwoHosts hosts, Path folder) throws IOException {
        this.hosts = hosts;
        this.folder = folder;
        this.key = SplitCluster.createKey(folder);
        this.manager = "tcp:" + hosts.address(Host.LEFT) + ":" + MANAGER_PORT;
    }

    /** One with so many cores on each host; 0 is no executor manager there. */
    static TwoHostCluster start(TwoHosts hosts, Path folder, int leftCores, int rightCores)
            throws IOException, InterruptedException {
        TwoHostCluster cluster = new TwoHostCluster(hosts, folder);
        try {
            cluster.serve(Host.LEFT, "manager", "serves at", "fabric.provider = tcp");
            cluster.startNode(Host.LEFT, leftCores);
            cluster.startNode(Host.RIGHT, rightCores);
            return cluster;
        } catch (AssertionError e) {
            cluster.close();
            throw e;
        }
    }

    private void startNode(Host host, int cores) throws IOException, InterruptedException {
        if (cores > 0) {
            serve(
                    host,
                    "executor-manager",
                    "registered as node",
                    "executor-manager { cores = " + cores + ", node-name = " + name(host) + ", host = "
                            + hosts.address(host) + ", reconnect-max = 1 s }");
        }
    }

    private void serve(Host host, String command, String sign, String settings)
            throws IOException, InterruptedException {
        Path config = write(name(host) + "-" + command, host, settings);
        Script service = Script.start(around(host), folder, Map.of(), "rfaas", command, "--config", config.toString());
        services.add(service);
        Await.until(PATIENCE, service::output, () -> service.output().contains(sign));
    }

    private Path write(String name, Host host, String settings) throws IOException {
        return Files.writeString(folder.resolve(name + ".conf"), """
                security.key-file = "%s"
                manager { listen = "%s", address = "%s", state-directory = "%s" }
                fabric.tcp { bind = %s, heartbeat-interval = 250 ms, heartbeat-timeout = %d ms }
                control.timeout = 3 s
                offload { retry-max = 1 s, start-wait = 20 s }
                executor-manager.usage-directory = "%s"
                # so that every executor is a lease's
                executor.pool.size = 0
                %s
                """.formatted(
                        key,
                        manager.substring(manager.indexOf(':') + 1),
                        manager,
                        folder.resolve(name(host) + "-state"),
                        hosts.address(host),
                        HEARTBEAT_TIMEOUT_MS,
                        folder.resolve(name(host) + "-usage"),
                        settings));
    }

    private List<String> around(Host host) {
        List<String> around = new ArrayList<>(hosts.prefix(host));
        if (host == Host.RIGHT) {
            around.addAll(List.of("sh", "-c", OWN_SHARED_MEMORY, "sh"));
        }
        return around;
    }

    private static String name(Host host) {
        return switch (host) {
            case LEFT -> "left";
            case RIGHT -> "right";
        };
    }

    /** Runs an application under mpirun on the left host. */
    Script startJob(int ranks, int workersPerRank, String... arguments) throws IOException {
        List<String> all = new ArrayList<>(List.of("-n", String.valueOf(ranks)));
        all.addAll(List.of(arguments));
        Path config = write("rank", Host.LEFT, "offload.workers = " + workersPerRank);
        return Script.start(
                around(Host.LEFT),
                folder,
                Map.of("RFAAS_MANAGER", manager, "RFAAS_CONFIG", config.toString()),
                "mpirun-offload",
                all.toArray(String[]::new));
    }

    Script manager() {
        return services.getFirst();
    }

    /** The right host's executor manager. */
    Script node() {
        return services.getLast();
    }

    /** Waits until so many executors run on the right host. */
    void awaitExecutors(int count) throws InterruptedException {
        Await.until(
                PATIENCE,
                node()::output,
                () -> ExecutorProcesses.of(node().handle()).size() == count);
    }

    @Override
    public void close() {
        services.reversed().forEach(Script::close);
    }
}
