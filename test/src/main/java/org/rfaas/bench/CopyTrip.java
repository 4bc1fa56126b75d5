package org.rfaas.bench;

import java.lang.foreign.MemorySegment;
import java.time.Duration;
import org.rfaas.client.InstalledFunction;
import org.rfaas.client.Worker;
import org.rfaas.function.FunctionBundle;

/** A hot invocation whose input and output are Java arrays of the caller, so the time holds both copies. */
public final class CopyTrip implements RoundTrips.Trip {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final Worker worker;
    private final InstalledFunction echo;
    private final MemorySegment input;
    private final MemorySegment output;

    /**
     * @param payloadBytes a multiple of 8
     */
    public CopyTrip(Worker worker, int payloadBytes) {
        this.worker = worker;
        this.echo = worker.install(FunctionBundle.of(EchoFunction.class));
        this.input = MemorySegment.ofArray(new long[payloadBytes / Long.BYTES]);
        this.output = MemorySegment.ofArray(new long[payloadBytes / Long.BYTES]);
    }

    @Override
    public void prepare(long round) {
        Payload.compose(input, (int) input.byteSize(), round);
    }

    @Override
    public void go() {
        worker.invoke(echo, input, output, TIMEOUT);
    }

    @Override
    public void check(long round) {
        Payload.check(output, (int) output.byteSize(), round);
    }
}
