package org.rfaas.offload.loop;

/** The rank's own execution of a loop. */
@FunctionalInterface
public interface LocalRange {
    /** Runs the iterations {@code lo <= k < hi}. */
    void run(int lo, int hi);
}
