package org.rfaas.bench.loops;

import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.HdrHistogram.Histogram;

/** Times of runs that are compared, taken in turns, so that what changes on the machine meanwhile changes all of them. */
final class LoopTurns {
    private static final int LEAST_TURNS = 5;
    private static final Duration LONGEST_TURN = Duration.ofMillis(400);

    private final Duration warmUp;
    private final Duration turn;
    private final int turns;

    /**
     * @param measure time for each kind of run; a third of it goes by before its first turn
     */
    LoopTurns(Duration measure) {
        this.warmUp = measure.dividedBy(3);
        this.turns = (int) Math.max(LEAST_TURNS, measure.dividedBy(LONGEST_TURN));
        this.turn = measure.dividedBy(turns);
    }

    /**
     * Measures kinds of runs against each other.
     *
     * @param kinds each runs once and answers how long that took, in ns
     * @return the median of each, in ns
     */
    List<Double> medians(LongSupplier... kinds) {
        List<Kind> all = Stream.of(kinds).map(Kind::new).toList();
        all.forEach(kind -> kind.run(warmUp, new Histogram(3)));
        for (int i = 0; i < turns; i++) {
            for (Kind kind : all) {
                kind.run(Duration.ZERO, new Histogram(3)); // once: the worker wakes, data come back into the caches
                kind.run(turn, kind.measured);
            }
        }
        return all.stream()
                .map(kind -> (double) kind.measured.getValueAtPercentile(50))
                .toList();
    }

    private record Kind(LongSupplier runNs, Histogram measured) {
        Kind(LongSupplier runNs) {
            this(runNs, new Histogram(3));
        }

        void run(Duration time, Histogram histogram) {
            long endNs = System.nanoTime() + time.toNanos();
            do {
                histogram.recordValue(runNs.getAsLong());
            } while (System.nanoTime() - endNs < 0);
        }
    }
}
