package org.rfaas.bench;

import java.util.concurrent.TimeUnit;
import org.rfaas.client.InstalledFunction;
import org.rfaas.client.Slot;
import org.rfaas.client.Worker;
import org.rfaas.function.FunctionBundle;

/** An invocation of the echo function: the caller composes its input in the slot and reads the result there. */
public final class HotTrip implements RoundTrips.Trip {
    private static final long TIMEOUT_NS = TimeUnit.SECONDS.toNanos(10);

    private final Slot slot;
    private final InstalledFunction echo;
    private final int payloadBytes;
    private final long idleBeforeNs;

    /**
     * @param idleBeforeNs pause before each invocation, so that a warm worker has fallen asleep
     */
    public HotTrip(Worker worker, int payloadBytes, long idleBeforeNs) {
        this.slot = worker.slot(0);
        this.echo = worker.install(FunctionBundle.of(EchoFunction.class));
        this.payloadBytes = payloadBytes;
        this.idleBeforeNs = idleBeforeNs;
    }

    @Override
    public void prepare(long round) {
        Payload.compose(slot.input(), payloadBytes, round);
        if (idleBeforeNs > 0) {
            long startNs = System.nanoTime();
            while (System.nanoTime() - startNs < idleBeforeNs) {
                Thread.onSpinWait();
            }
        }
    }

    @Override
    public void go() {
        slot.submit(echo, payloadBytes);
        slot.await(TIMEOUT_NS);
    }

    @Override
    public void check(long round) {
        Payload.check(slot.output(), payloadBytes, round);
    }
}
