package org.rfaas.fabric.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.rfaas.bench.EchoFunction;
import org.rfaas.cli.Rfaas;
import org.rfaas.client.AllocationOptions;
import org.rfaas.client.ExecutorConnection;
import org.rfaas.client.ExecutorEndpoint;
import org.rfaas.client.ExecutorManagerClient;
import org.rfaas.client.LeaseListener;
import org.rfaas.client.ResourceManagerClient;
import org.rfaas.client.Worker;
import org.rfaas.control.ControlNonsense;
import org.rfaas.experiment.host.ExecutorProcesses;
import org.rfaas.fabric.Fabric;
import org.rfaas.fabric.FabricAddress;
import org.rfaas.fabric.FabricOffer;
import org.rfaas.fabric.FabricResources;
import org.rfaas.fabric.Fabrics;
import org.rfaas.fabric.RegionDescriptor;
import org.rfaas.function.FunctionBundle;
import org.rfaas.hosts.ChildJvm;
import org.rfaas.hosts.ProcessHealth;
import org.rfaas.lease.AccessToken;
import org.rfaas.lease.LeaseRequest;
import org.rfaas.lease.NodeTable;
import org.rfaas.wire.SlotLayout;
import org.rfaas.wire.WorkerHello;

/**
 * Ten thousand connections with truncated, reordered, oversized and random frames to each listener of a cluster: each ends
 * with at most one log line, the service lives and has grown by nothing.
 */
@Timeout(600)
class ServicesBadInputIT {
    /** What a node says of its own accord meanwhile, for instance while the AOT cache of executors is made. */
    private static final int OWN_LINES = 20;

    private static final int CONNECTIONS = 10_000;
    private static final int WARM_UP = 500;
    private static final Duration TIMEOUT = Duration.ofMinutes(1);
    private static final long MIB = 1L << 20;

    @TempDir
    private static Path folder;

    private static Fabric fabric;
    private static ChildJvm managerProcess;
    private static ChildJvm nodeProcess;
    private static ResourceManagerClient manager;
    private static ExecutorManagerClient node;
    private static FabricAddress managerAddress;
    private static FabricAddress nodeAddress;

    private final long seed = Long.getLong("rfaas.test.seed", System.nanoTime());
    private final Random random = new Random(seed);

    @BeforeAll
    static void startCluster() throws IOException, InterruptedException {
        Path key = Files.writeString(
                Files.createFile(
                        folder.resolve("key"),
                        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))),
                "0123456789abcdef".repeat(4),
                StandardCharsets.US_ASCII);
        managerProcess = start(
                "manager",
                "security.key-file = \"" + key + "\"\nfabric.provider = tcp\naccounting.directory = \""
                        + folder.resolve("accounting") + "\"");
        managerAddress = FabricAddress.parse(lastWord(managerProcess.answer(), "="));
        nodeProcess = start(
                "executor-manager",
                "security.key-file = \"" + key + "\"\nmanager.address = \"" + managerAddress
                        + "\"\nexecutor-manager { cores = 1, node-name = node, usage-directory = \""
                        + folder.resolve("usage")
                        // its health is that of the executor manager's child
                        + "\" }\nexecutor { sandbox = none, pool.size = 0 }");
        nodeAddress = FabricAddress.parse(lastWord(nodeProcess.answer(), " "));
        fabric = Fabrics.open("tcp");
        manager = ResourceManagerClient.connect(fabric, managerAddress, TIMEOUT);
        awaitNode(nodes -> !nodes.isEmpty(), "the node is not registered");
        node = ExecutorManagerClient.connect(fabric, nodeAddress, TIMEOUT, LeaseListener.none());
    }

    private static ChildJvm start(String command, String configuration) throws IOException {
        Path file = Files.writeString(folder.resolve(command + ".conf"), configuration);
        return ChildJvm.start(List.of(), true, List.of(), Rfaas.class, command, "--config", file.toString());
    }

    private static String lastWord(String line, String separator) {
        return line.substring(line.lastIndexOf(separator) + 1);
    }

    @AfterAll
    static void stopCluster() {
        for (AutoCloseable part : new AutoCloseable[] {node, manager, fabric, nodeProcess, managerProcess}) {
            if (part != null) {
                FabricResources.closeQuietly(part);
            }
        }
    }

    /** What one connection sends. */
    private interface Sender {
        void send(SocketChannel channel) throws IOException;
    }

    @Test
    void shouldSurviveNonsenseAtTheResourceManager() throws Exception {
        requireSurvival(managerProcess, managerProcess.handle(), managerAddress, this::sendControlNonsense);
        assertThat(manager.nodes()).hasSize(1);
        try (ResourceManagerClient another = ResourceManagerClient.connect(fabric, managerAddress, TIMEOUT)) {
            assertThat(another.nodes()).hasSize(1);
        }
    }

    @Test
    void shouldSurviveNonsenseAtTheExecutorManager() throws Exception {
        requireSurvival(nodeProcess, nodeProcess.handle(), nodeAddress, this::sendControlNonsense);
        ExecutorEndpoint executor = allocate();
        invoke(executor);
    }

    @Test
    void shouldSurviveNonsenseAtTheExecutor() throws Exception {
        ExecutorEndpoint executor = allocate();
        ProcessHandle process = ExecutorProcesses.of(nodeProcess.handle()).getFirst();
        requireSurvival(nodeProcess, process, executor.address(), this::sendWorkerNonsense);
        invoke(executor);
    }

    private void requireSurvival(ChildJvm log, ProcessHandle service, FabricAddress address, Sender sender)
            throws Exception {
        sendAll(WARM_UP, address, sender, log); // whatever is loaded and cached once
        ProcessHealth before = ProcessHealth.of(service);
        int logged = log.errorLines();

        sendAll(CONNECTIONS, address, sender, log);

        ProcessHealth after = ProcessHealth.of(service);
        assertThat(after.openFiles()).as("open files, seed %d", seed).isLessThan(before.openFiles() + 20);
        assertThat(after.threads()).as("threads, seed %d", seed).isLessThan(before.threads() + 20);
        assertThat(after.liveHeapBytes()).as("heap, seed %d", seed).isLessThan(before.liveHeapBytes() + 4 * MIB);
        assertThat(log.errorLines() - logged)
                .as("log lines, seed %d", seed)
                .isBetween(CONNECTIONS / 4, CONNECTIONS + OWN_LINES);
    }

    private static void sendAll(int connections, FabricAddress address, Sender sender, ChildJvm log) throws Exception {
        int cutShort = 0; // disconnected before all was sent, as it should be
        for (int i = 0; i < connections; i++) {
            try (SocketChannel channel =
                    SocketChannel.open(TcpLocation.parse(address.location()).remote())) {
                sender.send(channel);
            } catch (IOException e) {
                cutShort++;
            }
        }
        assertThat(cutShort).isLessThan(connections);
        int logged;
        do {
            logged = log.errorLines();
            Thread.sleep(500);
        } while (log.errorLines() > logged);
    }

    private void sendControlNonsense(SocketChannel channel) throws IOException {
        switch (random.nextInt(4)) {
            case 0 -> sendSpoiltGreeting(channel, ControlNonsense.hello());
            case 1 -> {
                byte[] privateData = new byte[random.nextInt(64)];
                random.nextBytes(privateData);
                Nonsense.write(channel, greeting(privateData));
                Handshake.receiveAnswer(channel);
            }
            case 2 -> {
                greet(channel);
                Nonsense.write(channel, message(spoilt(ControlNonsense.request(random))));
            }
            default -> {
                greet(channel);
                ByteBuffer frames = message(ControlNonsense.request(random));
                if (random.nextBoolean()) {
                    frames.putLong(Frame.LENGTH, ControlNonsense.MAX_BYTES + 1 + random.nextInt()); // oversized
                } else {
                    Nonsense.spoil(frames, random);
                }
                Nonsense.write(channel, frames);
            }
        }
    }

    /** Greetings that claim to come from a client of the lease. */
    private void sendWorkerNonsense(SocketChannel channel) throws IOException {
        byte[] hello = new WorkerHello(
                        AccessToken.random(), random.nextInt(4), new RegionDescriptor(random.nextLong() >>> 1, 64, 1))
                .encode();
        if (random.nextBoolean()) {
            sendSpoiltGreeting(channel, hello);
        } else {
            Nonsense.write(channel, greeting(random.nextBoolean() ? hello : spoilt(hello)));
            Handshake.receiveAnswer(channel);
        }
    }

    private void sendSpoiltGreeting(SocketChannel channel, byte[] privateData) throws IOException {
        ByteBuffer greeting = greeting(privateData);
        if (random.nextInt(4) == 0) {
            greeting.putInt(8, random.nextInt()); // claims any length
        } else {
            Nonsense.spoil(greeting, random);
        }
        Nonsense.write(channel, greeting);
    }

    private static void greet(SocketChannel channel) throws IOException {
        Nonsense.write(channel, greeting(ControlNonsense.hello()));
        Handshake.receiveAnswer(channel);
    }

    private static ByteBuffer greeting(byte[] privateData) {
        return Nonsense.hello(ControlNonsense.DEPTH, ControlNonsense.MAX_BYTES, privateData);
    }

    private byte[] spoilt(byte[] message) {
        ByteBuffer buffer = ByteBuffer.wrap(message);
        Nonsense.spoil(buffer, random);
        byte[] left = new byte[buffer.limit()];
        buffer.position(0).get(left);
        return left;
    }

    /** A control message in a frame that is right. */
    private static ByteBuffer message(byte[] content) {
        ByteBuffer frame = ByteBuffer.allocate(Frame.BYTES + content.length).order(ByteOrder.LITTLE_ENDIAN);
        frame.put(Frame.OPCODE, Frame.SEND)
                .putShort(Frame.MARK_AT, Frame.MARK)
                .putLong(Frame.LENGTH, content.length)
                .put(Frame.BYTES, content);
        return frame;
    }

    private static ExecutorEndpoint allocate() {
        return node.allocate(
                manager.lease(new LeaseRequest("bad-input", 1, 256 * MIB, Duration.ofMinutes(5)))
                        .certificate(),
                new AllocationOptions(
                        new SlotLayout(1, 4096),
                        0,
                        Long.MAX_VALUE,
                        List.of(new FabricOffer("tcp", "")),
                        TIMEOUT,
                        TIMEOUT));
    }

    /** Who behaves is served; the executor ends afterwards, and its core is free again when it has. */
    private static void invoke(ExecutorEndpoint endpoint) throws InterruptedException {
        try (ExecutorConnection executor = ExecutorConnection.connect(fabric, endpoint, TIMEOUT)) {
            Worker worker = executor.workers().getFirst();
            MemorySegment input = MemorySegment.ofArray(new byte[] {1, 2, 3});
            MemorySegment output = MemorySegment.ofArray(new byte[4096]);
            int bytes = worker.invoke(worker.install(FunctionBundle.of(EchoFunction.class)), input, output, TIMEOUT);
            assertThat(output.asSlice(0, bytes).mismatch(input)).isEqualTo(-1);
        }
        awaitNode(nodes -> nodes.getFirst().freeCores() == 1, "the core is not free again");
    }

    private static void awaitNode(Predicate<List<NodeTable.Row>> condition, String otherwise)
            throws InterruptedException {
        long startNs = System.nanoTime();
        while (!condition.test(manager.nodes())) {
            assertThat(System.nanoTime() - startNs).as(otherwise).isLessThan(TIMEOUT.toNanos());
            Thread.sleep(20);
        }
    }
}
