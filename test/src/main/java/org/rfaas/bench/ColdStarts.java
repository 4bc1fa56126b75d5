package org.rfaas.bench;

import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
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
import org.rfaas.fabric.Fabric;
import org.rfaas.fabric.FabricAddress;
import org.rfaas.fabric.FabricSettings;
import org.rfaas.function.FunctionBundle;
import org.rfaas.lease.LeaseCertificate;
import org.rfaas.lease.LeaseRequest;
import org.rfaas.lease.SignedCertificate;
import org.rfaas.wire.SlotLayout;

/**
 * How long a client waits from asking for a lease to its first result, step by step. Client and managers are one warm process;
 * the executor is another. The client has packed its function and knows its fabrics before it asks for the lease, as ranks
 * do; the executor has never seen either.
 */
final class ColdStarts {
    private static final int WARM_UP_ROUNDS = 5;
    private static final int INPUT_BYTES = 8;
    private static final SlotLayout LAYOUT = new SlotLayout(4, 1 << 20);
    private static final long LEASE_BYTES = 512L << 20;
    private static final long HOT_TIMEOUT_NS = 100_000_000;
    private static final long LONGEST_NS = Duration.ofMinutes(1).toNanos();

    private final Fabric fabric;
    private final int rounds;
    private final AllocationOptions allocation;
    private final FunctionBundle function = FunctionBundle.of(EchoFunction.class);

    /** @param rounds of each measurement */
    ColdStarts(Fabric fabric, int rounds) {
        this.fabric = fabric;
        this.rounds = rounds;
        this.allocation = allocation(fabric);
    }

    /**
     * Starts an executor on the node as often as is asked for, one after the other, after some that do not count.
     *
     * @param sandbox what the node's executors run in
     * @param pooled whether one waits on it
     */
    ColdStartTimes measure(String sandbox, boolean pooled, ColdStartNode node) throws InterruptedException {
        Histogram[] steps = new Histogram[ColdStartTimes.STEPS.size()];
        for (int i = 0; i < steps.length; i++) {
            steps[i] = new Histogram(LONGEST_NS, 3);
        }
        Histogram total = new Histogram(LONGEST_NS, 3);
        try (ResourceManagerClient leases =
                ResourceManagerClient.connect(fabric, node.address(), ColdStartNode.TIMEOUT)) {
            for (int round = -Math.min(WARM_UP_ROUNDS, rounds); round < rounds; round++) {
                node.awaitReady(leases);
                long[] times = start(leases);
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
            byStep.put(ColdStartTimes.STEPS.get(i), Percentiles.of(steps[i]));
        }
        return new ColdStartTimes(sandbox, pooled, byStep, Percentiles.of(total));
    }

    /** One cold start; the moments before the first step and after each. */
    private long[] start(ResourceManagerClient leases) {
        long[] times = new long[ColdStartTimes.STEPS.size() + 1];
        times[0] = System.nanoTime();
        SignedCertificate certificate = leases.lease(new LeaseRequest("bench", 1, LEASE_BYTES, ColdStartNode.TIMEOUT))
                .certificate();
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
}
