package org.rfaas.offload.plan;

/**
 * Iteration {@code i} touches {@code [stride * i + min, stride * i + max]}.
 *
 * @param stride elements from one iteration to the next; negative when the loop runs through the array backwards, 0 when
 *     every iteration touches the same elements
 * @param min offset of the first element
 * @param max offset of the last element, inclusive
 */
public record Affine(long stride, long min, long max) implements Footprint {
    private static final long LIMIT = 1L << 31;

    public Affine {
        if (max < min || Math.abs(stride) > LIMIT || Math.abs(min) > 1L << 62 || Math.abs(max) > 1L << 62) {
            throw new IllegalArgumentException(
                    "no footprint: [" + stride + "*i + " + min + ", " + stride + "*i + " + max + "]");
        }
    }

    @Override
    public Blocks blocks(int lo, int hi, long length) {
        if (lo >= hi) {
            return Blocks.NONE;
        }
        long count = (long) hi - lo;
        long distance = Math.abs(stride);
        long first = stride * (stride < 0 ? hi - 1L : lo) + min;
        long width = max - min + 1;
        if (distance == 0 || count == 1) {
            return Blocks.range(first, first + width);
        }
        if (width >= distance) {
            return Blocks.range(first, first + (count - 1) * distance + width);
        }
        return new Blocks(first, distance, width, count);
    }

    /** The first iteration, of any number, that touches nothing outside of an array of this length; more than any if none does. */
    public long firstWithin(long length) {
        if (stride == 0) {
            return min >= 0 && max < length ? Long.MIN_VALUE : Long.MAX_VALUE;
        }
        return stride > 0 ? Math.ceilDiv(-min, stride) : Math.ceilDiv(max - (length - 1), -stride);
    }

    /** The last such iteration, inclusive; less than {@link #firstWithin} if there is none. */
    public long lastWithin(long length) {
        if (stride == 0) {
            return min >= 0 && max < length ? Long.MAX_VALUE : Long.MIN_VALUE;
        }
        return stride > 0 ? Math.floorDiv(length - 1 - max, stride) : Math.floorDiv(min, -stride);
    }

    @Override
    public boolean isDisjoint() {
        return max - min < Math.abs(stride);
    }
}
