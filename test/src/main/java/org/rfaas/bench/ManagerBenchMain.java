package org.rfaas.bench;

import com.sun.management.OperatingSystemMXBean;
import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import org.rfaas.fabric.Fabric;
import org.rfaas.fabric.FabricAddress;
import org.rfaas.fabric.Fabrics;
import org.rfaas.lease.ClusterKey;
import org.rfaas.lease.LeaseRequest;
import org.rfaas.lease.NodeCapacity;
import org.rfaas.manager.LeaseTerms;
import org.rfaas.manager.ManagerSetup;
import org.rfaas.manager.ResourceManager;

/**
 * Process of the resource manager that is measured: prints its address, then answers each line of its standard input with a
 * number; ends with its input. Arguments: provider, number of nodes, directory for the journal. See {@link BenchedManager}.
 */
final class ManagerBenchMain {
    /** What the process answers to. */
    enum Question {
        /** Processor time of the whole process so far, in ns. */
        CPU,
        /** Bytes of the heap in use after a collection. */
        HEAP,
        /** Leases that have not ended. */
        LEASES,
        /** Adds a node with a free core; the answer is {@link System#nanoTime}, which all processes of a host share, before. */
        ADD_NODE
    }

    private static final int CORES_IN_ALL = 65_536;
    private static final long GIB = 1L << 30;
    private static final Duration SEND_TIMEOUT = Duration.ofSeconds(30);

    private final String provider;
    private final ResourceManager manager;
    private int added;

    private ManagerBenchMain(String provider, ResourceManager manager) {
        this.provider = provider;
        this.manager = manager;
    }

    public static void main(String[] arguments) throws IOException {
        String provider = arguments[0];
        PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
        try (Fabric fabric = Fabrics.open(provider);
                ResourceManager manager = ResourceManager.start(
                        fabric, Fabrics.provider(provider).locationAt("127.0.0.1"), setup(Path.of(arguments[2])))) {
            ManagerBenchMain process = new ManagerBenchMain(provider, manager);
            process.addNodes(Integer.parseInt(arguments[1]));
            out.println(manager.address());
            process.answer(out);
        }
    }

    private static ManagerSetup setup(Path state) {
        return new ManagerSetup(
                ClusterKey.of("a key for benchmarks, not for use".getBytes(StandardCharsets.US_ASCII)),
                new LeaseTerms(Duration.ofHours(1), Duration.ZERO),
                InstantSource.system(),
                SEND_TIMEOUT,
                Optional::empty,
                Optional.of(state));
    }

    /** Of each of so many nodes. */
    static int coresOfANode(int nodes) {
        return Math.clamp(CORES_IN_ALL / nodes, 1, LeaseRequest.MAX_CORES);
    }

    private void addNodes(int nodes) {
        int cores = coresOfANode(nodes);
        for (int i = 0; i < nodes; i++) {
            add("node-" + i, cores);
        }
    }

    private void add(String name, int cores) {
        manager.assume(new NodeCapacity(name, 1, new FabricAddress(provider, "benchmark"), cores, cores * GIB));
    }

    private void answer(PrintStream out) throws IOException {
        BufferedReader in = new BufferedReader(
                new InputStreamReader(new FileInputStream(FileDescriptor.in), StandardCharsets.US_ASCII));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            out.println(answer(Question.valueOf(line)));
        }
    }

    private long answer(Question question) {
        return switch (question) {
            case CPU ->
                ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
            case HEAP -> {
                System.gc();
                yield ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
            }
            case LEASES -> manager.operators().summary().leases();
            case ADD_NODE -> {
                long beforeNs = System.nanoTime();
                added++;
                add("late-" + added, 1);
                yield beforeNs;
            }
        };
    }
}
