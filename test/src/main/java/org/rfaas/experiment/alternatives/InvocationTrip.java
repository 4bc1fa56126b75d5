package org.rfaas.experiment.alternatives;

import org.rfaas.bench.BareExecutor;
import org.rfaas.bench.EchoTrip;
import org.rfaas.bench.HotTrip;
import org.rfaas.bench.RoundTrips;
import org.rfaas.fabric.Fabric;
import org.rfaas.fabric.Fabrics;
import org.rfaas.wire.SlotLayout;

/** Hot invocations of an echo function, input and result in the slot. */
final class InvocationTrip implements EchoTrip {
    private static final long ALWAYS_HOT = Long.MAX_VALUE;

    private final Fabric fabric;
    private final BareExecutor executor;
    private RoundTrips.Trip trip;

    private InvocationTrip(Fabric fabric, BareExecutor executor) {
        this.fabric = fabric;
        this.executor = executor;
        this.trip = new HotTrip(executor.worker(), Long.BYTES, 0);
    }

    static InvocationTrip over(String provider) {
        Fabric fabric = Fabrics.open(provider);
        SlotLayout layout = new SlotLayout(2, Measurement.MOST_BYTES);
        return new InvocationTrip(fabric, BareExecutor.start(fabric, 1, layout, ALWAYS_HOT));
    }

    @Override
    public void payloadBytes(int bytes) {
        trip = new HotTrip(executor.worker(), bytes, 0);
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
