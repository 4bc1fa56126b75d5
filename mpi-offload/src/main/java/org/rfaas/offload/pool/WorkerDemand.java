package org.rfaas.offload.pool;

import org.rfaas.offload.OffloadOptions;

/** How many workers a rank wants: what it was told to seek, and more as long as its loops expect to gain from one more. */
final class WorkerDemand {
    /** How long an expected gain counts; loops that gain say so again and again. */
    private static final long GAIN_MEMORY_NS = 2_000_000_000L;

    private final OffloadOptions options;
    private volatile long gainfulUntilNs = System.nanoTime();

    WorkerDemand(OffloadOptions options) {
        this.options = options;
    }

    /**
     * One more worker is expected to save this part of a loop's time.
     *
     * @param gain 0 to 1
     */
    void expectGain(double gain) {
        if (gain >= options.minGain()) {
            gainfulUntilNs = System.nanoTime() + GAIN_MEMORY_NS;
        }
    }

    /** Whether a rank with so many may have more, so that it matters what one more would gain. */
    boolean mayGrow(int workers) {
        return workers < options.maxWorkers();
    }

    /** How many a rank with so many lacks; 0 or less when none. */
    int missing(int workers) {
        boolean isGainful = gainfulUntilNs - System.nanoTime() > 0;
        int grown = Math.min(options.maxWorkers(), workers + 1);
        return (isGainful ? Math.max(options.workers(), grown) : options.workers()) - workers;
    }
}
