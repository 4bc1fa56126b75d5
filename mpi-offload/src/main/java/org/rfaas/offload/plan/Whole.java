package org.rfaas.offload.plan;

/** Every iteration may touch all of the array. */
enum Whole implements Footprint {
    INSTANCE;

    @Override
    public Blocks blocks(int lo, int hi, long length) {
        return lo >= hi ? Blocks.NONE : Blocks.range(0, length);
    }

    @Override
    public long stride() {
        return 0;
    }

    @Override
    public boolean isDisjoint() {
        return false;
    }
}
