package org.rfaas.offload.plan;

/** Which elements of an array iteration {@code i} of a loop touches. */
public sealed interface Footprint permits Whole, Affine {
    /**
     * What the iterations {@code lo <= i < hi} touch together; monotone: a longer range touches no less.
     *
     * @param length length of the array
     */
    Blocks blocks(int lo, int hi, long length);

    /** Elements from what an iteration touches to what the next one does. */
    long stride();

    /** Whether no two iterations touch the same element. */
    boolean isDisjoint();

    /** Every iteration may touch all of the array. */
    static Footprint whole() {
        return Whole.INSTANCE;
    }

    /** Iteration {@code i} touches {@code [stride * i + min, stride * i + max]}. */
    static Footprint affine(long stride, long min, long max) {
        return new Affine(stride, min, max);
    }
}
