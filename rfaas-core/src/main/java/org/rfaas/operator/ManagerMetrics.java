package org.rfaas.operator;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.rfaas.lease.BookObserver;
import org.rfaas.lease.EndReason;
import org.rfaas.lease.LeaseCertificate;
import org.rfaas.lease.NodeStatus;
import org.rfaas.manager.ClusterSummary;
import org.rfaas.manager.OperatorDesk;

/** What Prometheus asks for. Counters come from the book's changes; gauges look at the cluster once a scrape. */
final class ManagerMetrics implements BookObserver {
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final Counter granted;
    private final Counter renewed;
    private final Map<EndReason, Counter> ended = new EnumMap<>(EndReason.class);
    private final OperatorDesk desk;
    private final AtomicReference<ClusterSummary> latest;

    ManagerMetrics(OperatorDesk desk) {
        this.desk = desk;
        this.latest = new AtomicReference<>(desk.summary());
        this.granted = Counter.builder("rfaas.leases.granted")
                .description("Leases granted since the resource manager started.")
                .register(registry);
        this.renewed = Counter.builder("rfaas.leases.renewed")
                .description("Renewals since the resource manager started.")
                .register(registry);
        for (EndReason reason : EndReason.values()) {
            ended.put(
                    reason,
                    Counter.builder("rfaas.leases.ended")
                            .description("Leases ended since the resource manager started.")
                            .tag("reason", reason.name().toLowerCase(Locale.ROOT))
                            .register(registry));
        }
        registerGauges();
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
    }

    private void registerGauges() {
        Gauge.builder("rfaas.leases", latest, summary -> summary.get().leases())
                .description("Leases that have not ended.")
                .register(registry);
        Gauge.builder("rfaas.requests.waiting", latest, summary -> summary.get().waiting())
                .description("Requests that wait for capacity.")
                .register(registry);
        Gauge.builder("rfaas.cores", latest, summary -> summary.get().cores())
                .description("Cores of connected nodes.")
                .register(registry);
        Gauge.builder("rfaas.cores.free", latest, summary -> summary.get().freeCores())
                .description("Cores that can be leased now.")
                .register(registry);
        for (NodeStatus status : NodeStatus.values()) {
            Gauge.builder(
                            "rfaas.nodes",
                            latest,
                            summary -> summary.get().nodes().getOrDefault(status, 0))
                    .description("Nodes.")
                    .tag("status", status.name().toLowerCase(Locale.ROOT))
                    .register(registry);
        }
        Gauge.builder("rfaas.nodes", desk, known -> known.expectedNodes().size())
                .description("Nodes.")
                .tag("status", "expected")
                .register(registry);
    }

    /** Everything in Prometheus' text format. */
    String scrape() {
        latest.set(desk.summary());
        return registry.scrape();
    }

    @Override
    public void granted(LeaseCertificate lease) {
        granted.increment();
    }

    @Override
    public void renewed(LeaseCertificate lease) {
        renewed.increment();
    }

    @Override
    public void ended(LeaseCertificate lease, EndReason reason) {
        Counter counter = ended.get(reason);
        if (counter != null) {
            counter.increment();
        }
    }
}
