package org.rfaas.offload.plan;

/** Which elements of an array iteration {@code i} of a loop touches. */
public sealed interface Footprint permits Whole, Affine, Stripes {
    /**
     * What the iterations {@code lo <= i < hi} touch together; monotone: a longer range touches no less.
     *
     * @param length length of the array
     */
    Blocks blocks(int lo, int hi, long length);

    /** Whether no two iterations touch the same element. */
    boolean isDisjoint();

    /** Every iteration may touch all of the array. */
    static Footprint whole() {
        return Whole.INSTANCE;
    }

    /** Iteration {@code i} touches element {@code i}. */
    static Footprint element() {
        return new Affine(1, 0, 0);
    }

    /** Iteration {@code i} touches row {@code i} of a row-major matrix. */
    static Footprint rows(int columns) {
        return new Affine(columns, 0, columns - 1L);
    }

    /** Iteration {@code i} touches {@code [stride * i + min, stride * i + max]}. */
    static Footprint affine(long stride, long min, long max) {
        return new Affine(stride, min, max);
    }

    /** Iteration {@code i} touches {@code [offsets[i], offsets[i + 1])}, as the rows of a CSR matrix do. */
    static Footprint stripes(int[] offsets) {
        return new Stripes(offsets);
    }
}
