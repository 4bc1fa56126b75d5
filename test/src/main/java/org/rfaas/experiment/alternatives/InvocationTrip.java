package org.rfaas.experiment.alternatives;

import org.rfaas.bench.BareExecutor;
import org.rfaas.bench.CopyTrip;
import org.rfaas.bench.EchoTrip;
import org.rfaas.bench.HotTrip;
import org.rfaas.bench.RoundTrips;
import org.rfaas.client.Worker;
import org.rfaas.fabric.Fabric;
import org.rfaas.fabric.Fabrics;
import org.rfaas.wire.SlotLayout;

/** Hot invocations of an echo function. */
final class InvocationTrip implements EchoTrip {
    private static final long ALWAYS_HOT = Long.MAX_VALUE;

    private final Fabric fabric;
    private final BareExecutor executor;
    private final Kind kind;
    private RoundTrips.Trip trip;

    private InvocationTrip(Fabric fabric, BareExecutor executor, Kind kind) {
        this.fabric = fabric;
        this.executor = executor;
        this.kind = kind;
        this.trip = kind.trip(executor.worker(), Long.BYTES);
    }

    /** Where the caller has its data. */
    private interface Kind {
        RoundTrips.Trip trip(Worker worker, int payloadBytes);
    }

    /** The caller composes its input in the slot and reads the result there. */
    static InvocationTrip inPlace(String provider) {
        return over(provider, (worker, payloadBytes) -> new HotTrip(worker, payloadBytes, 0));
    }

    /** The caller's data come from an array and go to another, so the time holds both copies. */
    static InvocationTrip overArrays(String provider) {
        return over(provider, CopyTrip::new);
    }

    private static InvocationTrip over(String provider, Kind kind) {
        Fabric fabric = Fabrics.open(provider);
        SlotLayout layout = new SlotLayout(2, Measurement.MOST_BYTES);
        return new InvocationTrip(fabric, BareExecutor.start(fabric, 1, layout, ALWAYS_HOT), kind);
    }

    @Override
    public void payloadBytes(int bytes) {
        trip = kind.trip(executor.worker(), bytes);
    }

    @Override
    public void prepare(long round) {
        trip.prepare(round);
    }

    @Override
    public void go() {
        trip.go();
    }

    @Override
    public void check(long round) {
        trip.check(round);
    }

    @Override
    public void close() {
        executor.close();
        fabric.close();
    }
}
