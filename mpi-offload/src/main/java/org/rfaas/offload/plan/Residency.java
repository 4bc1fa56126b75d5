package org.rfaas.offload.plan;

/** Which arrays workers read from copies that outlive a run, rather than from requests. */
public final class Residency {
    /** What one iteration may read from a request; more comes as a copy that all requests of a run refer to. */
    static final long MAX_REQUEST_WINDOW_BYTES = 64 << 10;

    /** How many requests' worth of data may overlap, before one copy for all of them is less. */
    static final long MAX_OVERLAP = 16;

    private Residency() {}

    /**
     * Whether an array is read from a copy. What is written never is, what is stable always.
     *
     * @param footprint in units: elements, or rows
     * @param unitBytes bytes of each
     */
    public static boolean isResident(Access access, Footprint footprint, boolean isStable, int unitBytes) {
        return access == Access.READ && (isStable || !fitsRequests(footprint, unitBytes));
    }

    private static boolean fitsRequests(Footprint footprint, int unitBytes) {
        if (!(footprint instanceof Affine affine) || affine.stride() == 0) {
            return false;
        }
        long width = affine.max() - affine.min() + 1;
        return width <= MAX_OVERLAP * Math.abs(affine.stride()) && width * unitBytes <= MAX_REQUEST_WINDOW_BYTES;
    }
}
