package org.rfaas.offload.woven;

import org.jspecify.annotations.Nullable;

/** What a runtime keeps of one woven loop. Called by the thread that runs the loop, which need not be the rank's. */
public interface LoopSite {
    /**
     * Whether the runtime wants this call of the loop, to share it, to time it or to note what it writes. Otherwise the loop
     * runs in place, as written. Nothing may be allocated here; it should take no more than some ten nanoseconds.
     *
     * @param trips number of iterations, at least 1
     */
    boolean wants(long trips);

    /**
     * A call runs in place, because it cannot be described: one that was wanted, or one that nobody was asked about.
     *
     * @param trips number of iterations, 0 if it is not known
     */
    void runsInPlace(String reason, long trips);

    /**
     * Runs all iterations; on return the arrays and {@code results} are as if the loop had run in place. Throws what the
     * loop throws.
     *
     * @param references first the arrays, in the order of {@link LoopDescriptor#arrays}, then others for the local body
     *     alone; any may be {@code null}
     * @param scalars raw bits, in the order of {@link LoopDescriptor#scalars}
     * @param results raw bits of the reductions' variables, updated in place
     * @param start lowest value of the loop variable
     * @param trips number of iterations
     */
    void run(@Nullable Object[] references, long[] scalars, long[] results, int start, int trips);
}
