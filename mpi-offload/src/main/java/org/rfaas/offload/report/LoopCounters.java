package org.rfaas.offload.report;

import org.jspecify.annotations.Nullable;

/** Running numbers of one annotated loop on a rank; written by its thread alone. */
public final class LoopCounters {
    private final String name;
    private long runs;
    private long iterations;
    private long iterationsRemote;
    private long runsInOrder;
    private @Nullable String reason;

    /** @param name class, method and line of the loop */
    public LoopCounters(String name) {
        this.name = name;
    }

    /** A run begins. */
    public void runs(long trips) {
        runs++;
        iterations += trips;
    }

    /** Workers computed so many iterations of a run. */
    public void ranRemotely(long trips) {
        iterationsRemote += trips;
    }

    /**
     * The run is not shared because it failed its check.
     *
     * @return whether it is the first
     */
    public boolean ranInOrder(String why) {
        runsInOrder++;
        if (reason != null) {
            return false;
        }
        reason = why;
        return true;
    }

    /**
     * With what others know.
     *
     * @param nsPerIteration time of an iteration on the rank; 0 if unknown
     */
    public LoopReport report(double nsPerIteration) {
        double runNs = runs == 0 ? 0 : nsPerIteration * iterations / runs;
        return new LoopReport(name, runs, runNs, iterations, iterationsRemote, runsInOrder, reason);
    }
}
