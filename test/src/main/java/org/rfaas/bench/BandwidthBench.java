package org.rfaas.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.rfaas.fabric.Fabric;
import org.rfaas.fabric.FabricAddress;
import org.rfaas.fabric.Fabrics;
import org.rfaas.function.RemoteFunction;
import org.rfaas.wire.SlotLayout;

/**
 * What a fabric carries between two processes, by payload, and what of it hot invocations reach: one way, to a function that
 * answers eight bytes, and both ways, to one that echoes.
 */
public final class BandwidthBench {
    /** Payloads in bytes. */
    public static final List<Integer> PAYLOADS =
            List.of(1 << 10, 4 << 10, 16 << 10, 64 << 10, 256 << 10, 1 << 20, 4 << 20);

    /** Messages, or invocations, under way at a time. */
    public static final int IN_FLIGHT = 4;

    private static final long ALWAYS_HOT = Long.MAX_VALUE;

    /** All kinds go on for so long before the first figure: where all cores poll, compiling takes time. */
    private static final long COMPILING_NS = TimeUnit.SECONDS.toNanos(1);

    private final String provider;
    private final long measureNs;
    private final Consumer<String> progress;

    /**
     * @param provider fabric provider to measure
     * @param measure time for each figure; a third of it is added as warm-up
     * @param progress told what begins
     */
    public BandwidthBench(String provider, Duration measure, Consumer<String> progress) {
        this.provider = provider;
        this.measureNs = measure.toNanos();
        this.progress = progress;
    }

    /**
     * Payload bytes a second, for one payload.
     *
     * @param raw writes with immediate, each acknowledged by eight bytes; no function
     * @param oneWay from a Java array into a function
     * @param bothWays from a Java array into the echo function and back into one; counted one way
     */
    public record Row(int payloadBytes, double raw, double oneWay, double bothWays) {}

    /** Measures all payloads. */
    public List<Row> run() {
        int largest = PAYLOADS.getLast();
        try (Fabric fabric = Fabrics.open(provider)) {
            progress.accept("raw writes");
            List<Double> raw = new ArrayList<>();
            try (JvmProcess peer = JvmProcess.start(
                            RawEchoMain.class, provider, String.valueOf(largest), String.valueOf(Long.BYTES));
                    RawEchoTrip trip = new RawEchoTrip(fabric, FabricAddress.parse(peer.firstLine()), largest)) {
                write(trip, COMPILING_NS);
                for (int payload : PAYLOADS) {
                    trip.payloadBytes(payload);
                    write(trip, measureNs / 3);
                    raw.add(write(trip, measureNs) * payload);
                }
            }
            progress.accept("hot invocations");
            List<Row> rows = new ArrayList<>();
            SlotLayout layout = new SlotLayout(IN_FLIGHT, largest);
            try (BareExecutor executor = BareExecutor.start(fabric, 1, layout, ALWAYS_HOT)) {
                compile(executor, HeadFunction.class);
                compile(executor, EchoFunction.class);
                for (int i = 0; i < PAYLOADS.size(); i++) {
                    int payload = PAYLOADS.get(i);
                    double oneWay = invoke(executor, payload, HeadFunction.class) * payload;
                    double bothWays = invoke(executor, payload, EchoFunction.class) * payload;
                    rows.add(new Row(payload, raw.get(i), oneWay, bothWays));
                }
            }
            return rows;
        }
    }

    /** Acknowledged writes a second. */
    private static double write(RawEchoTrip trip, long durationNs) {
        long count = 0;
        long startNs = System.nanoTime();
        for (int i = 0; i < IN_FLIGHT; i++) {
            trip.post();
        }
        while (System.nanoTime() - startNs < durationNs) {
            trip.take();
            trip.post();
            count++;
        }
        for (int i = 0; i < IN_FLIGHT; i++) {
            trip.take();
            count++;
        }
        return count * (double) TimeUnit.SECONDS.toNanos(1) / (System.nanoTime() - startNs);
    }

    private static void compile(BareExecutor executor, Class<? extends RemoteFunction> function) {
        new Pipeline(List.of(executor.worker()), IN_FLIGHT, PAYLOADS.getFirst(), function).warmUp(COMPILING_NS);
    }

    /** Invocations a second. */
    private double invoke(BareExecutor executor, int payload, Class<? extends RemoteFunction> function) {
        Pipeline pipeline = new Pipeline(List.of(executor.worker()), IN_FLIGHT, payload, function);
        pipeline.warmUp(measureNs / 3);
        pipeline.run(measureNs);
        return pipeline.invocationsPerSecond();
    }
}
