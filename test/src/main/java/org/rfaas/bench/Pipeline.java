package org.rfaas.bench;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.rfaas.client.InstalledFunction;
import org.rfaas.client.Slot;
import org.rfaas.client.Worker;
import org.rfaas.function.FunctionBundle;
import org.rfaas.function.RemoteFunction;

/**
 * One thread that keeps so many invocations in flight on each of some workers, as a rank does: it copies its own data into a
 * slot, submits, and copies the result of the oldest invocation out while the workers run the others.
 */
final class Pipeline {
    private static final long TIMEOUT_NS = TimeUnit.SECONDS.toNanos(20);
    private static final long HIGHEST_NS = TIMEOUT_NS;

    private record Place(Slot slot, InstalledFunction function) {}

    private final List<Place> places = new ArrayList<>();
    private final long[] submittedNs;
    private final MemorySegment data;
    private final MemorySegment result;

    private final Histogram latencies = new Histogram(HIGHEST_NS, 3);
    private long measuredNs;

    /** With the echo function. */
    Pipeline(List<Worker> workers, int inFlight, int payloadBytes) {
        this(workers, inFlight, payloadBytes, EchoFunction.class);
    }

    /**
     * With another function.
     *
     * @param function begins its result as its input begins
     */
    Pipeline(List<Worker> workers, int inFlight, int payloadBytes, Class<? extends RemoteFunction> function) {
        FunctionBundle bundle = FunctionBundle.of(function);
        // neighbours in the order of submission are on different workers
        for (int slot = 0; slot < inFlight; slot++) {
            for (Worker worker : workers) {
                places.add(new Place(worker.slot(slot), worker.install(bundle)));
            }
        }
        this.submittedNs = new long[places.size()];
        this.data = MemorySegment.ofArray(new long[payloadBytes / Long.BYTES]);
        this.result = MemorySegment.ofArray(new long[payloadBytes / Long.BYTES]);
    }

    /** Runs without counting. */
    void warmUp(long durationNs) {
        run(durationNs);
        latencies.reset();
        measuredNs = 0;
    }

    /** Fills the pipeline, keeps it full for a time, and empties it. */
    void run(long durationNs) {
        long startNs = System.nanoTime();
        long round = 0;
        while (round < places.size()) {
            submit(round++);
        }
        while (System.nanoTime() - startNs < durationNs) {
            take(round - places.size());
            submit(round++);
        }
        for (long left = round - places.size(); left < round; left++) {
            take(left);
        }
        measuredNs += System.nanoTime() - startNs;
    }

    private void submit(long round) {
        int index = (int) (round % places.size());
        Place place = places.get(index);
        data.set(ValueLayout.JAVA_LONG, 0, round);
        submittedNs[index] = System.nanoTime();
        MemorySegment.copy(data, 0, place.slot().input(), 0, data.byteSize());
        place.slot().submit(place.function(), (int) data.byteSize());
    }

    private void take(long round) {
        int index = (int) (round % places.size());
        Place place = places.get(index);
        int bytes = place.slot().await(TIMEOUT_NS);
        MemorySegment.copy(place.slot().output(), 0, result, 0, bytes);
        latencies.recordValue(Math.min(System.nanoTime() - submittedNs[index], HIGHEST_NS));
        if (result.get(ValueLayout.JAVA_LONG, 0) != round) {
            throw new IllegalStateException("round " + round + " came back changed");
        }
    }

    /** Completed invocations a second. */
    double invocationsPerSecond() {
        return latencies.getTotalCount() / (measuredNs / 1e9);
    }

    /** From before the caller's data were copied in until after the result was copied out. */
    Percentiles latency() {
        return Percentiles.of(latencies);
    }
}
