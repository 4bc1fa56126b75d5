package org.rfaas.job;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.rfaas.experiment.host.ExecutorProcesses;

/** A resource manager and an executor manager in processes of their own, so that each can be killed alone. */
final class SplitCluster implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Path folder;
    private final String address;
    private final Path config;
    private Script manager;
    private final Script node;

    private SplitCluster(Path folder, String address, Path config) throws InterruptedException {
        this.folder = folder;
        this.address = address;
        this.config = config;
        startManager();
        this.node = Script.start(folder, environment(), "rfaas", "executor-manager", "--config", config.toString());
        Await.until(PATIENCE, node::output, () -> node.output().contains("registered as node"));
    }

    /**
     * @param settings further lines of the configuration file
     */
    static SplitCluster start(Path folder, int cores, String... settings) throws IOException, InterruptedException {
        Path key = createKey(folder);
        String address = "shm:" + folder.resolve("manager.sock");
        Path config = folder.resolve("rfaas.conf");
        Files.write(
                config,
                List.of(
                        "security.key-file = \"" + key + "\"",
                        "manager.listen = \"" + folder.resolve("manager.sock") + "\"",
                        "manager.state-directory = \"" + folder.resolve("state") + "\"",
                        "manager.address = \"" + address + "\"",
                        "executor-manager.cores = " + cores,
                        "executor-manager.usage-directory = \"" + folder.resolve("usage") + "\"",
                        // so that every executor is a lease's
                        "executor.pool.size = 0",
                        String.join("\n", settings)));
        return new SplitCluster(folder, address, config);
    }

    /** A new cluster key in a file that only its owner reads. */
    static Path createKey(Path folder) throws IOException {
        Path key = folder.resolve("cluster.key");
        byte[] secret = new byte[64];
        new SecureRandom().nextBytes(secret);
        return Files.write(
                Files.createFile(
                        key, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))),
                secret);
    }

    /** What a rank needs to find it. */
    Map<String, String> environment() {
        return Map.of("RFAAS_MANAGER", address, "RFAAS_CONFIG", config.toString());
    }

    void startManager() throws InterruptedException {
        manager = Script.start(folder, environment(), "rfaas", "manager", "--config", config.toString());
        Await.until(PATIENCE, manager::output, () -> manager.output().contains("serves at"));
    }

    /** One more node, like the first; whoever asks for it closes it. */
    Script startNode(String name) throws IOException, InterruptedException {
        List<String> settings = new ArrayList<>(Files.readAllLines(config));
        settings.add("executor-manager.node-name = " + name);
        settings.add("executor-manager.usage-directory = \"" + folder.resolve("usage-" + name) + "\"");
        Path own = Files.write(folder.resolve(name + ".conf"), settings);
        Script started = Script.start(folder, environment(), "rfaas", "executor-manager", "--config", own.toString());
        Await.until(PATIENCE, started::output, () -> started.output().contains("registered as node"));
        return started;
    }

    Script manager() {
        return manager;
    }

    Script node() {
        return node;
    }

    /** Processes of executors that run now. */
    List<ProcessHandle> executors() {
        return ExecutorProcesses.of(node.handle());
    }

    void awaitExecutors(int count) throws InterruptedException {
        Await.until(
                PATIENCE,
                () -> executors().size() + " executors\n" + node.output(),
                () -> executors().size() == count);
    }

    /** The status command's output. */
    String status() throws InterruptedException {
        try (Script status = Script.start(folder, environment(), "rfaas", "status")) {
            return status.await(PATIENCE).output();
        }
    }

    @Override
    public void close() {
        node.close();
        manager.close();
    }
}
