package org.rfaas.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
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
    /** Payloads in bytes. */
    public static final List<Integer> PAYLOADS = List.of(8, 64, 1 << 10, 64 << 10, 1 << 20);

    private static final long ALWAYS_HOT = Long.MAX_VALUE;
    private static final long ALWAYS_WARM = 0;
    private static final long WARM_PAUSE_NS = 100_000;

    private final String provider;
    private final RoundTrips rounds;
    private final Consumer<String> progress;

    /**
     * @param provider fabric provider to measure
     * @param measure time for each figure; a third of it is added as warm-up
     * @param progress told what begins
     */
    public LatencyBench(String provider, Duration measure, Consumer<String> progress) {
        this.provider = provider;
        this.rounds = new RoundTrips(measure.dividedBy(3), measure);
        this.progress = progress;
    }

    /**
     * Round trips of one payload.
     *
     * @param rawRtt fabric echo, no function
     * @param hotRtt hot invocation, input and result in the slot
     * @param hotCopyRtt hot invocation from a Java array to a Java array
     * @param warmRtt invocation of a sleeping worker
     */
    public record Row(
            int payloadBytes, Percentiles rawRtt, Percentiles hotRtt, Percentiles hotCopyRtt, Percentiles warmRtt) {
        Map<String, Object> toJson() {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("payloadBytes", payloadBytes);
            json.put("rawRttNs", rawRtt.toJson());
            json.put("hotRttNs", hotRtt.toJson());
            json.put("hotCopyRttNs", hotCopyRtt.toJson());
            json.put("warmRttNs", warmRtt.toJson());
            return json;
        }
    }

    /** Measures all payloads. */
    public List<Row> run() {
        int largest = PAYLOADS.getLast();
        SlotLayout layout = new SlotLayout(2, largest);
        try (Fabric fabric = Fabrics.open(provider)) {
            List<Percentiles> raw = new ArrayList<>();
            progress.accept("raw fabric echo");
            try (JvmProcess peer = JvmProcess.start(RawEchoMain.class, provider, String.valueOf(largest));
                    RawEchoTrip trip = new RawEchoTrip(fabric, readAddress(peer), largest)) {
                for (int payload : PAYLOADS) {
                    trip.payloadBytes(payload);
                    raw.add(rounds.measure(trip));
                }
            }
            List<Percentiles> hot = new ArrayList<>();
            List<Percentiles> copy = new ArrayList<>();
            progress.accept("hot invocations");
            try (BareExecutor executor = BareExecutor.start(fabric, 1, layout, ALWAYS_HOT)) {
                for (int payload : PAYLOADS) {
                    hot.add(rounds.measure(new HotTrip(executor.worker(), payload, 0)));
                    copy.add(rounds.measure(new CopyTrip(executor.worker(), payload)));
                }
            }
            List<Percentiles> warm = new ArrayList<>();
            progress.accept("warm invocations");
            try (BareExecutor executor = BareExecutor.start(fabric, 1, layout, ALWAYS_WARM)) {
                for (int payload : PAYLOADS) {
                    warm.add(rounds.measure(new HotTrip(executor.worker(), payload, WARM_PAUSE_NS)));
                }
            }
            List<Row> rows = new ArrayList<>();
            for (int i = 0; i < PAYLOADS.size(); i++) {
                rows.add(new Row(PAYLOADS.get(i), raw.get(i), hot.get(i), copy.get(i), warm.get(i)));
            }
            return rows;
        }
    }

    /** The result as documented for scripts. */
    public Map<String, Object> toJson(List<Row> rows) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("fabric", provider);
        json.put("rows", rows.stream().map(Row::toJson).toList());
        return json;
    }

    private static FabricAddress readAddress(JvmProcess peer) {
        BufferedReader out =
                new BufferedReader(new InputStreamReader(peer.process().getInputStream(), StandardCharsets.UTF_8));
        try {
            String line = out.readLine();
            if (line == null) {
                throw new IllegalStateException("the echo peer died");
            }
            return FabricAddress.parse(line);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
