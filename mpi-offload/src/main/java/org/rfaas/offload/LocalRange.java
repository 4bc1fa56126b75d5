package org.rfaas.offload;

/** The rank's own execution of a loop. */
@FunctionalInterface
interface LocalRange {
    /** Runs the iterations {@code lo <= k < hi}. */
    void run(int lo, int hi);
}
