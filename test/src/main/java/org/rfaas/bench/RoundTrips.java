package org.rfaas.bench;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/** Repeats a round trip until it is compiled and warm, then measures it. */
public final class RoundTrips {
    private static final int MIN_WARM_UP_ROUNDS = 20_000;
    private static final int TURNS = 5;
    private static final int FIRST_WARM_UP = 4;
    private static final int COMPILED_ROUNDS = 50_000;
    private static final long MOST_COMPILING_NS = TimeUnit.SECONDS.toNanos(8);

    /** Who measures for a moment only does not wait for the compiler for long. */
    private static final int MOST_COMPILING_MEASURES = 16;

    private static final long HIGHEST_NS = TimeUnit.SECONDS.toNanos(10);

    private final Duration warmUp;
    private final Duration measure;

    /**
     * @param warmUp before each figure, spread over its turns; the first of these may take four times its part while few trips
     *     have been made, which makes it 1.6 times as long in all
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

    /**
     * Runs trips in turns until the code that all trips of their kinds share is compiled on both ends, for all of these kinds.
     * Takes a moment on a processor, and seconds on an emulated one, where those who measure first would otherwise measure the
     * interpreter: for each trip at most 8 s, and at most 16 times as long as is measured.
     */
    void compile(List<? extends Trip> trips) {
        long mostNs = Math.min(MOST_COMPILING_NS, MOST_COMPILING_MEASURES * measure.toNanos()) / TURNS;
        for (int i = 0; i < TURNS; i++) {
            for (Trip trip : trips) {
                long startNs = System.nanoTime();
                for (int round = 0; round < COMPILED_ROUNDS / TURNS && System.nanoTime() - startNs < mostNs; round++) {
                    once(trip, round);
                }
            }
        }
    }

    /** Round-trip times. */
    public Percentiles measure(Trip trip) {
        return measureInTurns(List.of(trip)).getFirst();
    }

    /**
     * Measures trips that are to be compared in turns, so that what changes on the machine meanwhile changes all of them.
     *
     * @return a result a trip, in their order
     */
    List<Percentiles> measureInTurns(List<? extends Trip> trips) {
        List<Turns> all = trips.stream().map(Turns::new).toList();
        for (int i = 0; i < TURNS; i++) {
            all.forEach(trip -> trip.take(warmUp.toNanos() / TURNS, measure.toNanos() / TURNS));
        }
        return all.stream().map(turns -> Percentiles.of(turns.histogram)).toList();
    }

    /** A trip and what is known of it. */
    private static final class Turns {
        private final Trip trip;
        private final Histogram histogram = new Histogram(HIGHEST_NS, 3);
        private long round;

        Turns(Trip trip) {
            this.trip = trip;
        }

        void take(long warmUpNs, long measureNs) {
            // big payloads need no thousands of rounds to warm up, but enough time
            long mostNs = round == 0 ? FIRST_WARM_UP * warmUpNs : warmUpNs;
            long startNs = System.nanoTime();
            while (System.nanoTime() - startNs < warmUpNs
                    || (round < MIN_WARM_UP_ROUNDS && System.nanoTime() - startNs < mostNs)) {
                once(trip, round++);
            }
            startNs = System.nanoTime();
            while (System.nanoTime() - startNs < measureNs) {
                histogram.recordValue(Math.min(once(trip, round++), HIGHEST_NS));
            }
        }
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
