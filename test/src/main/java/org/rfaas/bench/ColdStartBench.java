package org.rfaas.bench;

import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.HdrHistogram.Histogram;
import org.rfaas.client.AllocationOptions;
import org.rfaas.client.ExecutorConnection;
import org.rfaas.client.ExecutorEndpoint;
import org.rfaas.client.ExecutorManagerClient;
import org.rfaas.client.InstalledFunction;
import org.rfaas.client.LeaseListener;
import org.rfaas.client.ResourceManagerClient;
import org.rfaas.client.Worker;
import org.rfaas.config.FabricChoice;
import org.rfaas.config.FabricConfig;
import org.rfaas.executor.manager.AotCache;
import org.rfaas.executor.sandbox.Sandbox;
import org.rfaas.executor.sandbox.SandboxException;
import org.rfaas.fabric.Fabric;
import org.rfaas.fabric.FabricAddress;
import org.rfaas.fabric.FabricSettings;
import org.rfaas.fabric.Fabrics;
import org.rfaas.function.FunctionBundle;
import org.rfaas.lease.LeaseCertificate;
import org.rfaas.lease.LeaseRequest;
import org.rfaas.lease.SignedCertificate;
import org.rfaas.wire.SlotLayout;

/**
 * How long a client waits from asking for a lease to its first result (compare fig. 9 of the rFaaS paper), step by step, by
 * sandbox, with and without a pool. Client and managers are one warm process; the executor is another. The client has packed
 * its function and knows its fabrics before it asks for the lease, as ranks do; the executor has never seen either.
 */
public final class ColdStartBench {
    private static final int WARM_UP_ROUNDS = 5;
    private static final int INPUT_BYTES = 8;
    private static final SlotLayout LAYOUT = new SlotLayout(4, 1 << 20);
    private static final long LEASE_BYTES = 512L << 20;
    private static final long HOT_TIMEOUT_NS = 100_000_000;
    private static final long LONGEST_NS = Duration.ofMinutes(1).toNanos();

    /** The parts of a cold start in their order, by their keys in the JSON. */
    private static final List<String> STEPS = List.of("leaseMs", "allocateMs", "connectMs", "shipMs", "firstResultMs");

    /**
     * One way of starting.
     *
     * @param steps nanoseconds of each step
     * @param total nanoseconds of all of them
     */
    public record Row(String sandbox, boolean pooled, Map<String, Percentiles> steps, Percentiles total) {
        Map<String, Object> toJson() {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("sandbox", sandbox);
            json.put("pooled", pooled);
            steps.forEach((key, value) -> json.put(key, ms(value.p50())));
            Map<String, Object> slow = new LinkedHashMap<>();
            steps.forEach((key, value) -> slow.put(key, ms(value.p99())));
            json.put("p99", slow);
            json.put("totalMs", Map.of("p50", ms(total.p50()), "p99", ms(total.p99())));
            json.put("rounds", total.samples());
            return json;
        }
    }

    /** What can be measured, in this order. */
    public static final List<String> SANDBOXES = List.of("bwrap", "podman", "none");

    private final int rounds;
    private final List<String> sandboxes;
    private final AotCache cache;
    private final Optional<Path> image;
    private final Consumer<String> progress;
    private final FunctionBundle function = FunctionBundle.of(EchoFunction.class);
    private final Map<String, String> skipped = new LinkedHashMap<>();

    /**
     * @param rounds of each way of starting
     * @param sandboxes which of {@link #SANDBOXES}
     * @param cacheFolder where the executors' AOT cache is or will be
     * @param image unpacked image for podman; it is left out without
     * @param progress told what begins
     */
    public ColdStartBench(
            int rounds, List<String> sandboxes, Path cacheFolder, Optional<Path> image, Consumer<String> progress) {
        this.rounds = rounds;
        this.sandboxes = List.copyOf(sandboxes);
        this.cache = AotCache.in(cacheFolder);
        this.image = image;
        this.progress = progress;
    }

    /** Measures every sandbox that runs here. */
    public List<Row> run() throws InterruptedException {
        List<Row> rows = new ArrayList<>();
        try (Fabric fabric = Fabrics.open("shm")) {
            progress.accept("AOT cache, if it is not there yet");
            cache.make(fabric.provider());
            for (String sandbox : sandboxes) {
                if (sandbox.equals("podman") && image.isEmpty()) {
                    skipped.put(sandbox, "no image was given; see --podman-root");
                } else {
                    measure(fabric, sandbox, () -> open(sandbox), rows);
                }
            }
        }
        return rows;
    }

    private Sandbox open(String sandbox) {
        return switch (sandbox) {
            case "bwrap" -> Sandbox.bubblewrap();
            case "podman" -> Sandbox.podman(image.orElseThrow());
            case "none" -> Sandbox.none();
            default -> throw new IllegalArgumentException("no sandbox '" + sandbox + "'; there are " + SANDBOXES);
        };
    }

    private void measure(Fabric fabric, String name, Supplier<Sandbox> open, List<Row> rows)
            throws InterruptedException {
        try (Sandbox sandbox = open.get()) {
            for (boolean pooled : new boolean[] {true, false}) {
                progress.accept(name + (pooled ? ", pooled" : ", fresh"));
                try (ColdStartNode node = ColdStartNode.start(fabric, sandbox, cache, pooled)) {
                    rows.add(measure(fabric, name, pooled, node));
                }
            }
        } catch (SandboxException e) {
            skipped.put(name, String.valueOf(e.getMessage()));
        }
    }

    private Row measure(Fabric fabric, String name, boolean pooled, ColdStartNode node) throws InterruptedException {
        Histogram[] steps = new Histogram[STEPS.size()];
        for (int i = 0; i < steps.length; i++) {
            steps[i] = new Histogram(LONGEST_NS, 3);
        }
        Histogram total = new Histogram(LONGEST_NS, 3);
        AllocationOptions allocation = allocation(fabric);
        try (ResourceManagerClient leases =
                ResourceManagerClient.connect(fabric, node.address(), ColdStartNode.TIMEOUT)) {
            for (int round = -Math.min(WARM_UP_ROUNDS, rounds); round < rounds; round++) {
                node.awaitReady(leases);
                long[] times = coldStart(fabric, leases, allocation);
                if (round >= 0) {
                    for (int i = 0; i < steps.length; i++) {
                        steps[i].recordValue(times[i + 1] - times[i]);
                    }
                    total.recordValue(times[steps.length] - times[0]);
                }
            }
        }
        Map<String, Percentiles> byStep = new LinkedHashMap<>();
        for (int i = 0; i < steps.length; i++) {
            byStep.put(STEPS.get(i), Percentiles.of(steps[i]));
        }
        return new Row(name, pooled, byStep, Percentiles.of(total));
    }

    /** One cold start; the moments before the first step and after each. */
    private long[] coldStart(Fabric fabric, ResourceManagerClient leases, AllocationOptions allocation) {
        long[] times = new long[STEPS.size() + 1];
        times[0] = System.nanoTime();
        SignedCertificate certificate = leases.lease(new LeaseRequest("bench", 1, LEASE_BYTES, ColdStartNode.TIMEOUT));
        times[1] = System.nanoTime();
        LeaseCertificate terms = certificate.certificate();
        FabricAddress manager = terms.executorManager();
        try (ExecutorManagerClient node =
                ExecutorManagerClient.connect(fabric, manager, ColdStartNode.TIMEOUT, LeaseListener.none())) {
            ExecutorEndpoint endpoint = node.allocate(certificate, allocation);
            times[2] = System.nanoTime();
            try (ExecutorConnection executor = ExecutorConnection.connect(fabric, endpoint, ColdStartNode.TIMEOUT)) {
                times[3] = System.nanoTime();
                Worker worker = executor.workers().getFirst();
                InstalledFunction echo = worker.install(function);
                times[4] = System.nanoTime();
                MemorySegment input = MemorySegment.ofArray(new byte[INPUT_BYTES]);
                worker.invoke(echo, input, MemorySegment.ofArray(new byte[INPUT_BYTES]), ColdStartNode.TIMEOUT);
                times[5] = System.nanoTime();
            }
            node.release(terms.lease(), ColdStartNode.TIMEOUT);
        }
        leases.release(certificate);
        return times;
    }

    private static AllocationOptions allocation(Fabric fabric) {
        return new AllocationOptions(
                LAYOUT,
                HOT_TIMEOUT_NS,
                ColdStartNode.TIMEOUT.toNanos(),
                FabricChoice.offers(new FabricConfig(fabric.provider(), FabricSettings.DEFAULTS)),
                ColdStartNode.TIMEOUT,
                ColdStartNode.TIMEOUT);
    }

    /** The result as documented for scripts; milliseconds, steps by their p50. */
    public Map<String, Object> toJson(List<Row> rows) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("rows", rows.stream().map(Row::toJson).toList());
        json.put("skipped", skipped);
        return json;
    }

    /** Sandboxes that were not measured, and why. */
    public Map<String, String> skipped() {
        return skipped;
    }

    private static double ms(long ns) {
        return Math.round(ns / 1e3) / 1e3;
    }
}
