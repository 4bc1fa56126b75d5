package org.rfaas.offload.loop;

/** Lets a loop's data move to workers once the loop has run long enough to be worth it. */
final class TransferBudget {
    /** Assumed cost of bringing data that is not there yet. */
    private static final double NS_PER_BYTE = 0.3;

    /** Data is brought once the loop has run for this many times the cost of bringing it. */
    private static final double PATIENCE = 2;

    private double ns;

    /** The loop has run for so long. */
    void earn(long elapsedNs) {
        ns += elapsedNs;
    }

    /** Whether so many bytes may move now; if so, they are paid for. */
    boolean spend(long bytes) {
        double costNs = bytes * NS_PER_BYTE;
        if (ns < PATIENCE * costNs) {
            return false;
        }
        ns -= costNs;
        return true;
    }
}
