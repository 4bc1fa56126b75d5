package org.rfaas.bench;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/** Repeats a round trip until it is compiled and warm, then measures it. */
public final class RoundTrips {
    private static final int MIN_WARM_UP_ROUNDS = 20_000;
    private static final long HIGHEST_NS = TimeUnit.SECONDS.toNanos(10);

    private final Duration warmUp;
    private final Duration measure;

    /**
     * @param warmUp before each figure; up to four times as long if that is what compiling takes
     * @param measure time for each figure
     */
    public RoundTrips(Duration warmUp, Duration measure) {
        this.warmUp = warmUp;
        this.measure = measure;
    }

    /** One round trip, with what has to be done before and after it outside the time measured. */
    public interface Trip {
        void prepare(long round);

        void go();

        void check(long round);
    }

    /** Round-trip times. */
    public Percentiles measure(Trip trip) {
        long round = 0;
        long startNs = System.nanoTime();
        long warmUpNs = warmUp.toNanos();
        // big payloads need no twenty thousand rounds to warm up, but enough time
        while (System.nanoTime() - startNs < warmUpNs
                || (round < MIN_WARM_UP_ROUNDS && System.nanoTime() - startNs < 4 * warmUpNs)) {
            once(trip, round++);
        }
        Histogram histogram = new Histogram(HIGHEST_NS, 3);
        long measureNs = measure.toNanos();
        startNs = System.nanoTime();
        while (System.nanoTime() - startNs < measureNs) {
            histogram.recordValue(Math.min(once(trip, round++), HIGHEST_NS));
        }
        return Percentiles.of(histogram);
    }

    private static long once(Trip trip, long round) {
        trip.prepare(round);
        long startNs = System.nanoTime();
        trip.go();
        long elapsedNs = System.nanoTime() - startNs;
        trip.check(round);
        return elapsedNs;
    }
}
