package org.rfaas.experiment.invocation;

import java.time.Duration;
import java.util.Optional;
import org.HdrHistogram.Histogram;
import org.rfaas.accounting.Usage;
import org.rfaas.client.AllocationOptions;
import org.rfaas.client.LeaseGrant;
import org.rfaas.client.LeasedExecutor;
import org.rfaas.client.ResourceManagerLink;
import org.rfaas.config.FabricChoice;
import org.rfaas.config.FabricConfig;
import org.rfaas.experiment.Table;
import org.rfaas.fabric.CompletionWaiter;
import org.rfaas.fabric.FabricSet;
import org.rfaas.fabric.FabricSettings;
import org.rfaas.lease.LeaseRequest;
import org.rfaas.wire.SlotLayout;

/** One hot timeout, on a lease of its own in each turn: what invocations took, and what was billed. */
final class HotTimeoutTrial {
    static final Duration MEAN_PAUSE = Duration.ofMillis(3);
    static final Duration CONTROL_TIMEOUT = Duration.ofSeconds(20);

    private static final Duration LEASE = Duration.ofMinutes(5);
    private static final long LEASE_BYTES = 512L << 20;
    private static final SlotLayout LAYOUT = new SlotLayout(1, SlotLayout.MIN_SLOT_BYTES);
    private static final long LONGEST_NS = Duration.ofSeconds(10).toNanos();
    private static final double NS_PER_SECOND = 1e9;

    private final Optional<Long> timeoutUs;
    private final Histogram times = new Histogram(LONGEST_NS, 3);
    private double shorterPauses;
    private long elapsedNs;
    private long lastPollingNs;
    private Usage billed = Usage.NONE;
    private int turns;

    private HotTimeoutTrial(Optional<Long> timeoutUs) {
        this.timeoutUs = timeoutUs;
    }

    static HotTimeoutTrial of(long timeoutUs) {
        return new HotTimeoutTrial(Optional.of(timeoutUs));
    }

    static HotTimeoutTrial adaptive() {
        return new HotTimeoutTrial(Optional.empty());
    }

    String name() {
        return timeoutUs.map(us -> us + " µs").orElse("adaptive");
    }

    /** One turn. */
    void run(BilledCluster cluster, FabricSet fabrics, ResourceManagerLink leases, int invocations)
            throws InterruptedException {
        String jobId = "turn-" + ++turns + "-" + timeoutUs.map(String::valueOf).orElse("adaptive");
        LeaseGrant grant = leases.lease(new LeaseRequest(jobId, 1, LEASE_BYTES, LEASE));
        try (LeasedExecutor executor = LeasedExecutor.start(fabrics, leases, grant, allocation())) {
            PausingClient client = new PausingClient(executor.workers().getFirst(), invocations, MEAN_PAUSE);
            client.warmUp();
            // until the worker has gone to sleep, and the ledger knows
            long pollingNs = timeoutUs.map(HotTimeoutTrial::ns).orElse(0L);
            Duration settling = BilledCluster.LEDGER_AGE.plusNanos(pollingNs);
            Thread.sleep(settling);
            Usage before = cluster.bill(jobId).usage();
            long startNs = System.nanoTime();
            client.run(times);
            elapsedNs += System.nanoTime() - startNs;
            lastPollingNs += pollingNs;
            Thread.sleep(settling);
            billed = billed.plus(difference(cluster.bill(jobId).usage(), before));
            shorterPauses = client.shorterThan(pollingNs);
        }
    }

    private static long ns(long us) {
        return us * 1000;
    }

    private static Usage difference(Usage after, Usage before) {
        return new Usage(
                after.executionNs() - before.executionNs(),
                after.hotPollingNs() - before.hotPollingNs(),
                after.invocations() - before.invocations(),
                after.bytes() - before.bytes());
    }

    private AllocationOptions allocation() {
        return new AllocationOptions(
                LAYOUT,
                timeoutUs.map(HotTimeoutTrial::ns).orElse(CompletionWaiter.ADAPTIVE),
                Long.MAX_VALUE,
                FabricChoice.offers(new FabricConfig(FabricChoice.AUTO, FabricSettings.DEFAULTS)),
                CONTROL_TIMEOUT,
                CONTROL_TIMEOUT);
    }

    /** Its row of the table. */
    Object[] cells() {
        return new Object[] {
            timeoutUs.<Object>map(us -> us).orElse("adaptive"),
            timeoutUs.<Object>map(us -> 100 * shorterPauses).orElse(Table.NOTHING),
            Units.us(times.getValueAtPercentile(50)),
            times.getMean() / 1e3,
            Units.us(times.getValueAtPercentile(99)),
            elapsedNs / NS_PER_SECOND,
            billed.hotPollingNs() / NS_PER_SECOND,
            billed.executionNs() / NS_PER_SECOND,
            100.0 * billed.hotPollingNs() / (elapsedNs + lastPollingNs)
        };
    }
}
