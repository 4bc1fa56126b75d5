package org.rfaas.offload.plan;

/** Iteration {@code i} touches {@code [offsets[i], offsets[i + 1])}. The offsets must not change afterwards. */
public final class Stripes implements Footprint {
    private final int[] offsets;

    /**
     * Stripes of an array.
     *
     * @param offsets ascending; not copied
     * @throws IllegalArgumentException when they are not ascending
     */
    public Stripes(int[] offsets) {
        for (int i = 1; i < offsets.length; i++) {
            if (offsets[i] < offsets[i - 1]) {
                throw new IllegalArgumentException("offset " + i + " is " + offsets[i] + ", less than " + offsets[i - 1]
                        + " before it; offsets must ascend");
            }
        }
        this.offsets = offsets;
    }

    /** {@inheritDoc} Iterations without offsets touch what no array has, so that the caller's check refuses them. */
    @Override
    public Blocks blocks(int lo, int hi, long length) {
        if (lo >= hi) {
            return Blocks.NONE;
        }
        if (lo < 0 || hi >= offsets.length) {
            return Blocks.range(-1, 0);
        }
        return Blocks.range(offsets[lo], offsets[hi]);
    }

    @Override
    public boolean isDisjoint() {
        return true;
    }
}
