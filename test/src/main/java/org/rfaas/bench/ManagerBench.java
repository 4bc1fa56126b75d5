package org.rfaas.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Phaser;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;
import org.rfaas.bench.ManagerBenchMain.Question;
import org.rfaas.client.NoCapacityException;
import org.rfaas.client.ResourceManagerClient;
import org.rfaas.fabric.Fabric;
import org.rfaas.fabric.Fabrics;
import org.rfaas.lease.LeaseRequest;

/**
 * What a resource manager can do: simulated clients ask for leases over the real protocol, as fast as they are answered. The
 * manager has a process of its own, with a journal and without accounts, and shares the machine's cores with that of the
 * clients. Clients beyond {@value #CONNECTIONS} share connections. Each lease ends by its expiry half a second later, so the
 * manager ends as many as it grants.
 */
public final class ManagerBench {
    private static final int CONNECTIONS = 100;
    private static final int MOST_HELD_LEASES = 10_000;
    private static final Duration LEASE = Duration.ofMillis(500);
    private static final Duration HELD_LEASE = Duration.ofMinutes(30);
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final long LONGEST_NS = TimeUnit.MINUTES.toNanos(1);

    /** What to measure. */
    public record Load(int clients, int nodes) {}

    /**
     * What was measured.
     *
     * @param refused requests for which there was no free core
     * @param grant time from a client's request to its certificate
     * @param board what looking at the board costs, and how fast it is
     * @param leases held while {@code heapMiB} was measured: 10,000, or as many as the nodes have cores
     * @param heapMiB of the manager, after a collection
     */
    public record Row(
            Load load,
            double grantsPerSecond,
            long refused,
            Percentiles grant,
            BoardBench.Result board,
            int leases,
            long heapMiB) {}

    private final String provider;
    private final Duration measure;
    private final int readers;
    private final Consumer<String> progress;

    /**
     * A benchmark.
     *
     * @param provider name of the fabric provider
     * @param measure time for the grants of each row; as long again is spent warming up
     * @param readers of the board
     * @param progress hears what is being measured
     */
    public ManagerBench(String provider, Duration measure, int readers, Consumer<String> progress) {
        this.provider = provider;
        this.measure = measure;
        this.readers = readers;
        this.progress = progress;
    }

    /** Measures one row after the other, each with a manager of its own. */
    public List<Row> run(List<Load> loads) throws InterruptedException {
        List<Row> rows = new ArrayList<>();
        for (Load load : loads) {
            progress.accept(load.clients() + " clients, " + load.nodes() + " nodes");
            rows.add(run(load));
        }
        return rows;
    }

    private Row run(Load load) throws InterruptedException {
        List<ResourceManagerClient> connections = new ArrayList<>();
        try (Fabric fabric = Fabrics.open(provider);
                BenchedManager manager = BenchedManager.start(provider, load.nodes())) {
            try {
                for (int i = 0; i < Math.min(CONNECTIONS, load.clients()); i++) {
                    connections.add(ResourceManagerClient.connect(fabric, manager.address(), TIMEOUT));
                }
                ask(load, connections, measure);
                Grants grants = ask(load, connections, measure);
                awaitNoLeases(manager);
                BoardBench.Result board = new BoardBench(manager, connections, readers).run();
                LeaseRequest held = new LeaseRequest("job", 1, LeaseRequest.MIN_MEMORY_BYTES, HELD_LEASE).of("holder");
                for (int i = 0; i < heldLeases(load); i++) {
                    connections.getFirst().lease(held);
                }
                return new Row(
                        load,
                        grants.count.get() / (measure.toNanos() / 1e9),
                        grants.refused.get(),
                        Percentiles.of(grants.latencyNs),
                        board,
                        (int) manager.ask(Question.LEASES),
                        manager.ask(Question.HEAP) >> 20);
            } finally {
                connections.forEach(ResourceManagerClient::close);
            }
        }
    }

    /** A lease is of one core, so no more than there are cores. */
    private static int heldLeases(Load load) {
        return Math.min(MOST_HELD_LEASES, load.nodes() * ManagerBenchMain.coresOfANode(load.nodes()));
    }

    /** The steady board's readers come after the last lease has changed it. */
    private static void awaitNoLeases(BenchedManager manager) throws InterruptedException {
        while (manager.ask(Question.LEASES) > 0) {
            TimeUnit.MILLISECONDS.sleep(50);
        }
    }

    private static final class Grants {
        private final Histogram latencyNs = new ConcurrentHistogram(LONGEST_NS, 3);
        private final AtomicLong count = new AtomicLong();
        private final AtomicLong refused = new AtomicLong();
    }

    private static Grants ask(Load load, List<ResourceManagerClient> connections, Duration time) {
        Grants grants = new Grants();
        Phaser start = new Phaser(load.clients());
        // up to a number, as it is in ranks: a thread of the process waits for the answer
        ThreadFactory threads = load.clients() > CONNECTIONS
                ? Thread.ofVirtual().factory()
                : Thread.ofPlatform().name("client").factory();
        List<Runnable> clients = new ArrayList<>();
        for (int i = 0; i < load.clients(); i++) {
            ResourceManagerClient connection = connections.get(i % connections.size());
            LeaseRequest request = new LeaseRequest("job-" + i, 1, LeaseRequest.MIN_MEMORY_BYTES, LEASE);
            clients.add(() -> {
                start.arriveAndAwaitAdvance();
                askUntil(System.nanoTime() + time.toNanos(), connection, request, grants);
            });
        }
        Crew.work(threads, clients);
        return grants;
    }

    private static void askUntil(long endNs, ResourceManagerClient connection, LeaseRequest request, Grants grants) {
        long beforeNs = System.nanoTime();
        while (beforeNs < endNs) {
            try {
                connection.lease(request);
                long afterNs = System.nanoTime();
                if (afterNs > endNs) { // it is none of the measured time
                    return;
                }
                grants.latencyNs.recordValue(Math.min(LONGEST_NS, afterNs - beforeNs));
                grants.count.incrementAndGet();
                beforeNs = afterNs;
            } catch (NoCapacityException e) {
                grants.refused.incrementAndGet();
                beforeNs = System.nanoTime();
            }
        }
    }

    /** The rows for a file; times are in milliseconds. */
    public static Map<String, Object> toJson(List<Row> rows) {
        List<Map<String, Object>> all = new ArrayList<>();
        for (Row row : rows) {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("clients", row.load().clients());
            json.put("nodes", row.load().nodes());
            json.put("grantsPerSecond", row.grantsPerSecond());
            json.put("refused", row.refused());
            json.put("grantMs", millis(row.grant()));
            json.put("noticeMs", millis(row.board().notice()));
            json.put("lastNoticeMs", millis(row.board().lastNotice()));
            json.put("noticeManagerCpuMs", row.board().noticeCpuNs() / 1e6);
            json.put("idleCpuPercent", row.board().idleCpuPercent());
            json.put("idleReadersCpuPercent", row.board().idleReadersCpuPercent());
            json.put("leases", row.leases());
            json.put("heapMiB", row.heapMiB());
            all.add(json);
        }
        return Map.of("rows", all);
    }

    private static Map<String, Object> millis(Percentiles ns) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("p50", ns.p50() / 1e6);
        json.put(ns.tail(), ns.p99() / 1e6);
        return json;
    }
}
