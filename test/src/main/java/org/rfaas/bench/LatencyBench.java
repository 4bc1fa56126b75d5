package org.rfaas.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.rfaas.client.Worker;
import org.rfaas.fabric.Fabric;
import org.rfaas.fabric.FabricAddress;
import org.rfaas.fabric.Fabrics;
import org.rfaas.wire.SlotLayout;

/**
 * Invocation latency against payload, between two processes: the raw fabric echo, hot invocations of an echo function with
 * the caller working in the slot and with the caller's data in Java arrays, and warm invocations (compare fig. 8 of the
 * rFaaS paper).
 */
public final class LatencyBench {
    /** Payloads in bytes, if nothing else is asked for. */
    public static final List<Integer> PAYLOADS = List.of(8, 64, 1 << 10, 64 << 10, 1 << 20);

    /** Of the payloads, the one by which bandwidth is told. */
    public static final int BANDWIDTH_BYTES = 1 << 20;

    private static final String WITH_BARE_ECHO = "tcp";

    /** Worker and echo never sleep while it is their turn, and do while it is another's. */
    static final long HOT_ENOUGH_NS = TimeUnit.MILLISECONDS.toNanos(20);

    private static final long ALWAYS_WARM = 0;
    private static final long WARM_PAUSE_NS = 100_000;

    private final String provider;
    private final List<Integer> payloads;
    private final RoundTrips rounds;
    private final Consumer<String> progress;

    /**
     * @param provider fabric provider to measure
     * @param payloads in bytes, multiples of 8
     * @param measure time for each figure; a third of it is added as warm-up
     * @param progress told what begins
     */
    public LatencyBench(String provider, List<Integer> payloads, Duration measure, Consumer<String> progress) {
        this.provider = provider;
        this.payloads = List.copyOf(payloads);
        this.rounds = new RoundTrips(measure.dividedBy(3), measure);
        this.progress = progress;
    }

    /**
     * Round trips of one payload.
     *
     * @param bareRtt echo without the fabric, on a bare socket; where there is one to compare with
     * @param rawRtt fabric echo, no function
     * @param hotRtt hot invocation, input and result in the slot
     * @param hotCopyRtt hot invocation from a Java array to a Java array
     * @param warmRtt invocation of a sleeping worker
     */
    public record Row(
            int payloadBytes,
            Optional<Percentiles> bareRtt,
            Percentiles rawRtt,
            Percentiles hotRtt,
            Percentiles hotCopyRtt,
            Percentiles warmRtt) {
        Map<String, Object> toJson() {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("payloadBytes", payloadBytes);
            bareRtt.ifPresent(bare -> json.put("bareRttNs", bare.toJson()));
            json.put("rawRttNs", rawRtt.toJson());
            json.put("hotRttNs", hotRtt.toJson());
            json.put("hotCopyRttNs", hotCopyRtt.toJson());
            json.put("warmRttNs", warmRtt.toJson());
            return json;
        }
    }

    /** Measures all payloads, each kind of round trip first with the smallest until its code is compiled. */
    public List<Row> run() {
        int smallest = Collections.min(payloads);
        int largest = Collections.max(payloads);
        SlotLayout layout = new SlotLayout(2, Math.max(largest, SlotLayout.MIN_SLOT_BYTES));
        List<Percentiles> bare = provider.equals(WITH_BARE_ECHO) ? measureBareEcho(smallest, largest) : List.of();
        try (Fabric fabric = Fabrics.open(provider)) {
            List<List<Percentiles>> compared = new ArrayList<>();
            progress.accept("raw fabric echo and hot invocations");
            try (JvmProcess peer = JvmProcess.start(
                            RawEchoMain.class, provider, String.valueOf(largest), String.valueOf(largest));
                    RawEchoTrip raw = new RawEchoTrip(fabric, FabricAddress.parse(peer.firstLine()), largest);
                    BareExecutor executor = BareExecutor.start(fabric, 1, layout, HOT_ENOUGH_NS)) {
                Worker worker = executor.worker();
                raw.payloadBytes(smallest);
                rounds.compile(List.of(raw, new HotTrip(worker, smallest, 0), new CopyTrip(worker, smallest)));
                for (int payload : payloads) {
                    raw.payloadBytes(payload);
                    HotTrip hot = new HotTrip(worker, payload, 0);
                    compared.add(rounds.measureInTurns(List.of(raw, hot, new CopyTrip(worker, payload))));
                }
            }
            List<Percentiles> warm = new ArrayList<>();
            progress.accept("warm invocations");
            try (BareExecutor executor = BareExecutor.start(fabric, 1, layout, ALWAYS_WARM)) {
                Worker worker = executor.worker();
                rounds.compile(List.of(new HotTrip(worker, smallest, 0)));
                for (int payload : payloads) {
                    warm.add(rounds.measure(new HotTrip(worker, payload, WARM_PAUSE_NS)));
                }
            }
            List<Row> rows = new ArrayList<>();
            for (int i = 0; i < payloads.size(); i++) {
                rows.add(new Row(
                        payloads.get(i),
                        bare.isEmpty() ? Optional.empty() : Optional.of(bare.get(i)),
                        compared.get(i).get(0),
                        compared.get(i).get(1),
                        compared.get(i).get(2),
                        warm.get(i)));
            }
            return rows;
        }
    }

    private List<Percentiles> measureBareEcho(int smallest, int largest) {
        progress.accept("bare socket echo");
        List<Percentiles> bare = new ArrayList<>();
        try (BareTcpEchoTrip trip = new BareTcpEchoTrip(largest)) {
            trip.payloadBytes(smallest);
            rounds.compile(List.of(trip));
            for (int payload : payloads) {
                trip.payloadBytes(payload);
                bare.add(rounds.measure(trip));
            }
        }
        return bare;
    }

    /** Bytes a second one way, of a round trip that carries {@link #BANDWIDTH_BYTES} both ways. */
    public static double bandwidth(Percentiles rtt) {
        return 2.0 * BANDWIDTH_BYTES * TimeUnit.SECONDS.toNanos(1) / rtt.p50();
    }

    /** The result for scripts, as docs/experiments.md has it. */
    public Map<String, Object> toJson(List<Row> rows) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("fabric", provider);
        for (Row row : rows) {
            if (row.payloadBytes() == BANDWIDTH_BYTES) {
                Map<String, Object> bandwidth = new LinkedHashMap<>();
                row.bareRtt().ifPresent(bare -> bandwidth.put("bare", bandwidth(bare)));
                bandwidth.put("raw", bandwidth(row.rawRtt()));
                bandwidth.put("hot", bandwidth(row.hotRtt()));
                json.put("bytesPerSecondAtOneMiB", bandwidth);
            }
        }
        json.put("rows", rows.stream().map(Row::toJson).toList());
        return json;
    }
}
