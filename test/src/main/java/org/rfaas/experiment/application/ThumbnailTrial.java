package org.rfaas.experiment.application;

import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.function.Supplier;
import org.rfaas.apps.image.ThumbnailFunction;
import org.rfaas.bench.RoundTrips;

/** What thumbnails of one picture cost here and on a worker, where each is compared with that made here. */
final class ThumbnailTrial {
    private final byte[] picture;
    private final byte[] expected;
    private final Duration each;
    private final Supplier<ThumbnailWorker> leasing;

    /**
     * A trial.
     *
     * @param picture a JPEG
     * @param each time for each figure but cold ones; medians after 1 to 1.6 times as long to warm up
     * @param leasing leases a worker that has yet to make its first thumbnail
     */
    ThumbnailTrial(byte[] picture, Duration each, Supplier<ThumbnailWorker> leasing) {
        this.picture = picture;
        this.expected = local(picture);
        this.each = each;
        this.leasing = leasing;
    }

    /**
     * On a worker that stays leased.
     *
     * @param hotMs median of an invocation
     * @param togetherPerSecond thumbnails made by the worker and this thread at the same time
     */
    record Leased(double hotMs, double togetherPerSecond) {}

    /** Median of making it here. */
    double localMs() {
        return medianMs(() -> local(picture));
    }

    /** Thumbnails made here in a second. */
    double localPerSecond() {
        long made = 0;
        long startNs = System.nanoTime();
        while (System.nanoTime() - startNs < each.toNanos()) {
            local(picture);
            made++;
        }
        return made / ((System.nanoTime() - startNs) / 1e9);
    }

    /**
     * Median from the request for a lease to the thumbnail.
     *
     * @throws IllegalStateException when a thumbnail is not that made here
     */
    double coldMs(int starts) {
        double[] timesMs = new double[starts];
        for (int i = 0; i < starts; i++) {
            long startNs = System.nanoTime();
            try (ThumbnailWorker worker = leasing.get()) {
                ThumbnailWorker.check(worker.make(picture), expected);
                timesMs[i] = (System.nanoTime() - startNs) / 1e6;
            }
        }
        Arrays.sort(timesMs);
        return timesMs[starts / 2];
    }

    /**
     * Leases a worker and measures it.
     *
     * @throws IllegalStateException when a thumbnail is not that made here
     */
    Leased leased() {
        try (ThumbnailWorker worker = leasing.get()) {
            double hotMs = medianMs(() -> ThumbnailWorker.check(worker.make(picture), expected));
            double together = worker.perSecondTogether(picture, expected, each.toNanos(), () -> local(picture));
            return new Leased(hotMs, together);
        }
    }

    private static byte[] local(byte[] picture) {
        try {
            return ThumbnailFunction.make(picture);
        } catch (IOException e) {
            throw new IllegalStateException("the sample picture is damaged", e);
        }
    }

    private double medianMs(Runnable work) {
        return new RoundTrips(each, each).measure(new Work(work)).p50() / 1e6;
    }

    private record Work(Runnable work) implements RoundTrips.Trip {
        @Override
        public void prepare(long round) {
            // the picture stays the same
        }

        @Override
        public void go() {
            work.run();
        }

        @Override
        public void check(long round) {
            // done with the work
        }
    }
}
