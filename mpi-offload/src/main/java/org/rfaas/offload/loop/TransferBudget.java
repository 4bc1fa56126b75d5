package org.rfaas.offload.loop;

/** Lets a loop's data move to workers once the loop has run long enough to be worth it. Pure: times are given, in ns. */
final class TransferBudget {
    /** Data is brought once the loop has run for this many times the time that bringing it takes. */
    private static final double TIMES_EARNED = 2;

    private double ns;

    /** The loop has run for so long. */
    void earn(long elapsedNs) {
        ns += elapsedNs;
    }

    /** Whether data may move now whose transfer should take so long; if so, it is paid for. */
    boolean spend(double transferNs) {
        if (ns < TIMES_EARNED * transferNs) {
            return false;
        }
        ns -= transferNs;
        return true;
    }
}
