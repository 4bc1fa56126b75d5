package org.rfaas.experiment.invocation;

import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.rfaas.accounting.Usage;
import org.rfaas.client.AllocationOptions;
import org.rfaas.client.LeaseGrant;
import org.rfaas.client.LeasedExecutor;
import org.rfaas.client.ResourceManagerLink;
import org.rfaas.config.FabricChoice;
import org.rfaas.config.FabricConfig;
import org.rfaas.experiment.Axis;
import org.rfaas.experiment.Column;
import org.rfaas.experiment.Experiment;
import org.rfaas.experiment.Findings;
import org.rfaas.experiment.Plot;
import org.rfaas.experiment.Progress;
import org.rfaas.experiment.Scale;
import org.rfaas.experiment.ScratchFolder;
import org.rfaas.experiment.Table;
import org.rfaas.fabric.CompletionWaiter;
import org.rfaas.fabric.FabricSet;
import org.rfaas.fabric.FabricSettings;
import org.rfaas.lease.LeaseRequest;
import org.rfaas.wire.SlotLayout;

/** What a longer hot timeout buys, and what it costs. */
public final class HotTimeoutExperiment implements Experiment {
    private static final Duration MEAN_PAUSE = Duration.ofMillis(3);
    private static final Duration CONTROL_TIMEOUT = Duration.ofSeconds(20);
    private static final Duration LEASE = Duration.ofMinutes(5);
    private static final long LEASE_BYTES = 512L << 20;
    private static final SlotLayout LAYOUT = new SlotLayout(1, SlotLayout.MIN_SLOT_BYTES);
    private static final List<Long> FEW_US = List.of(10L, 1000L, 100_000L);
    private static final List<Long> ALL_US = List.of(10L, 100L, 300L, 1000L, 3000L, 10_000L, 30_000L, 100_000L);
    private static final double NS_PER_SECOND = 1e9;

    @Override
    public String name() {
        return "hot-timeout";
    }

    @Override
    public String title() {
        return "Hot timeout: latency and its bill";
    }

    @Override
    public String question() {
        return "A client invokes a worker now and then. What does a longer hot timeout buy it in latency, and how much hot "
                + "polling is on its bill?";
    }

    @Override
    public String paper() {
        return "no figure of its own; figure 8 has hot beside warm, and the section on billing has the price of hot polling";
    }

    @Override
    public Findings run(Scale scale, Progress progress) throws IOException, InterruptedException {
        int invocations = scale.choose(60, 800, 5000);
        Table.Builder rows = Table.of(
                Column.of("hotTimeoutUs", "hot timeout", "µs"),
                Column.of("shorterPausesPercent", "pauses shorter than it", "%"),
                Column.of("medianUs", "median", "µs"),
                Column.of("meanUs", "mean", "µs"),
                Column.of("p99Us", "p99", "µs"),
                Column.of("elapsedSeconds", "elapsed", "s"),
                Column.of("hotPollingSeconds", "billed hot polling", "core s"),
                Column.of("executionSeconds", "billed execution", "core s"),
                Column.of("hotPercent", "hot polling, of the time", "%"));
        try (ScratchFolder folder = ScratchFolder.create();
                BilledCluster cluster = BilledCluster.start(folder.path());
                FabricSet fabrics = new FabricSet(FabricSettings.DEFAULTS);
                ResourceManagerLink leases = new ResourceManagerLink(fabrics, cluster.manager(), CONTROL_TIMEOUT)) {
            for (long timeoutUs : scale == Scale.SMOKE ? FEW_US : ALL_US) {
                progress.begins("hot timeout of " + timeoutUs + " µs");
                measure(cluster, fabrics, leases, invocations, Optional.of(timeoutUs), rows);
            }
            progress.begins("adaptive hot timeout");
            measure(cluster, fabrics, leases, invocations, Optional.empty(), rows);
        }
        Table table = rows.build();
        Map<String, String> configuration = new LinkedHashMap<>();
        configuration.put("invocations", invocations + " of an echo function, 64 B, for each hot timeout");
        configuration.put(
                "pauses", "exponentially distributed, mean " + MEAN_PAUSE.toMillis() + " ms, the same for all");
        configuration.put(
                "cluster",
                "managers of this host in a process of their own; a lease of 1 core each; shm or the "
                        + "first fabric that client and node have in common");
        return new Findings(
                table,
                plot(table),
                configuration,
                List.of(),
                List.of(
                        "Billed times are what the resource manager's ledger says, from the end of the warm-up to the end of "
                                + "the hot timeout after the last invocation. An adaptive worker polls while invocations come faster than a sleep costs."));
    }

    private static void measure(
            BilledCluster cluster,
            FabricSet fabrics,
            ResourceManagerLink leases,
            int invocations,
            Optional<Long> timeoutUs,
            Table.Builder rows)
            throws InterruptedException {
        String jobId = "hot-timeout-" + timeoutUs.map(String::valueOf).orElse("adaptive");
        long timeoutNs = timeoutUs.map(us -> us * 1000).orElse(CompletionWaiter.ADAPTIVE);
        LeaseGrant grant = leases.lease(new LeaseRequest(jobId, 1, LEASE_BYTES, LEASE));
        try (LeasedExecutor executor = LeasedExecutor.start(fabrics, leases, grant, allocation(timeoutNs))) {
            PausingClient client = new PausingClient(executor.workers().getFirst(), invocations, MEAN_PAUSE);
            client.warmUp();
            long lastNs = timeoutUs.map(us -> timeoutNs).orElse(0L);
            Duration settling = BilledCluster.LEDGER_AGE.plusNanos(lastNs);
            Thread.sleep(settling);
            Usage before = cluster.bill(jobId).usage();
            long startNs = System.nanoTime();
            long[] times = client.run();
            long elapsedNs = System.nanoTime() - startNs;
            Thread.sleep(settling);
            Usage after = cluster.bill(jobId).usage();
            long hotNs = after.hotPollingNs() - before.hotPollingNs();
            rows.row(
                    timeoutUs.<Object>map(us -> us).orElse("adaptive"),
                    timeoutUs
                            .<Object>map(us -> 100 * client.shorterThan(us * 1000))
                            .orElse(Table.NOTHING),
                    Units.us(times[times.length / 2]),
                    Arrays.stream(times).average().orElseThrow() / 1e3,
                    Units.us(times[times.length * 99 / 100]),
                    elapsedNs / NS_PER_SECOND,
                    hotNs / NS_PER_SECOND,
                    (after.executionNs() - before.executionNs()) / NS_PER_SECOND,
                    100.0 * hotNs / (elapsedNs + lastNs));
        }
    }

    private static AllocationOptions allocation(long hotTimeoutNs) {
        return new AllocationOptions(
                LAYOUT,
                hotTimeoutNs,
                Long.MAX_VALUE,
                FabricChoice.offers(new FabricConfig(FabricChoice.AUTO, FabricSettings.DEFAULTS)),
                CONTROL_TIMEOUT,
                CONTROL_TIMEOUT);
    }

    private static Plot plot(Table table) {
        return new Plot.Lines(
                "Latency and billed hot polling by hot timeout",
                Axis.logarithmic("hot timeout, µs"),
                Axis.linear("round trip, µs"),
                List.of(
                        table.series("median", "hotTimeoutUs", "medianUs"),
                        table.series("mean", "hotTimeoutUs", "meanUs")),
                Optional.of(Axis.linear("billed hot polling, % of the time")),
                List.of(table.series("hot polling (right)", "hotTimeoutUs", "hotPercent")));
    }
}
