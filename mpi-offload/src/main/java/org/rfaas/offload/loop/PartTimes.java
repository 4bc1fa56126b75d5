package org.rfaas.offload.loop;

/** What handling a part takes the rank, and what its answers take beyond computing. Pure: times are given, in ns. */
final class PartTimes {
    private long handlingNs;
    private boolean wasAwaited;
    private long busySinceNs;

    /** What the worker had computed for by then. */
    private long executionBeforeNs;

    private long progressNs;

    /** A part begins. */
    void start(long nowNs) {
        handlingNs = 0;
        wasAwaited = false;
        busySince(nowNs, 0);
        progressed(nowNs);
    }

    /** The worker, which was idle, has something to do since then; it has computed for so long before. */
    void busySince(long nowNs, long executionNs) {
        busySinceNs = nowNs;
        executionBeforeNs = executionNs;
    }

    /** For so long the rank did something that does not recur. */
    void interrupted(long ns) {
        busySinceNs += ns;
    }

    /** The worker has answered, or was given more to do, at that time. */
    void progressed(long nowNs) {
        progressNs = nowNs;
    }

    /** The rank has sent or committed for so long. */
    void handled(long ns) {
        handlingNs += ns;
    }

    /** The rank waits for an answer. */
    void awaited() {
        wasAwaited = true;
    }

    /** Time the rank sent and committed. */
    long handlingNs() {
        return handlingNs;
    }

    /**
     * What the last answer took beyond computing, since the worker was last given something to do while idle.
     *
     * @param executionNs that the worker computed
     */
    long overheadNs(long executionNs) {
        return Math.max(0, progressNs - busySinceNs - (executionNs - executionBeforeNs));
    }

    /** Whether the rank waited for an answer. */
    boolean wasAwaited() {
        return wasAwaited;
    }
}
