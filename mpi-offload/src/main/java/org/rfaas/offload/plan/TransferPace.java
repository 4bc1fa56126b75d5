package org.rfaas.offload.plan;

/**
 * How long it takes to bring a byte to a worker that is not there yet, as learnt from what all loops brought there. One thread;
 * allocates nothing.
 */
public final class TransferPace {
    /**
     * Assumed at first, which counts as one transfer: 3 ns for 10 bytes, as a copy to memory of the same machine takes. Copies of
     * 32 MB on a two-core virtual machine took 0.1 to 0.4 ns a byte, and 0.8 to 3.6 where pages were new. Ethernet of 1 Gbit/s takes 8.
     */
    private static final long PRIOR_BYTES = 10;

    private static final long PRIOR_NS = 3;

    /** Shorter transfers tell of the way to the worker, and of memory that it has to make, rather than of bytes. */
    static final long LEAST_BYTES = 1 << 20;

    private final Pace pace = new Pace();

    /** Of a worker that nothing was brought to. */
    public TransferPace() {
        pace.observe(PRIOR_BYTES, PRIOR_NS);
    }

    /** Learns from a transfer. */
    public void observe(long bytes, long ns) {
        if (bytes >= LEAST_BYTES) {
            pace.observe((double) bytes, ns);
        }
    }

    /** Time that so many bytes should take, ns. */
    public double ns(long bytes) {
        return pace.ns((double) bytes);
    }
}
