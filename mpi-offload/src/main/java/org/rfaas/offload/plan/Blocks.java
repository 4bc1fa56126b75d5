package org.rfaas.offload.plan;

/**
 * Equally long, equally spaced, disjoint runs of elements of an array.
 *
 * @param first index of the first element
 * @param stride elements from one block's start to the next one's, more than {@code blockLength} if there are several
 * @param blockLength elements of a block
 * @param count number of blocks, 0 when nothing is touched
 */
public record Blocks(long first, long stride, long blockLength, long count) {
    public static final Blocks NONE = new Blocks(0, 0, 0, 0);

    public Blocks {
        if (count < 0 || blockLength < 0 || (count > 1 && stride <= blockLength)) {
            throw new IllegalArgumentException(
                    "no blocks: " + count + " of " + blockLength + " elements, " + stride + " apart");
        }
    }

    /** One run, or none when {@code end <= first}. */
    public static Blocks range(long first, long end) {
        return end <= first ? NONE : new Blocks(first, end - first, end - first, 1);
    }

    public boolean isEmpty() {
        return count == 0;
    }

    /** Index after the last element. */
    public long end() {
        return count == 0 ? first : first + (count - 1) * stride + blockLength;
    }

    /** Elements from the first to the last, gaps included. */
    public long hull() {
        return end() - first;
    }

    /** One run from the first to the last element of both. */
    public Blocks hullWith(Blocks other) {
        if (isEmpty() || other.isEmpty()) {
            return isEmpty() ? other : this;
        }
        return range(Math.min(first, other.first), Math.max(end(), other.end()));
    }

    /** Elements without the gaps. */
    public long elements() {
        return count * blockLength;
    }

    /** Whether gaps make up more than half of the hull, so that the blocks travel better without them. */
    public boolean isSparse() {
        return hull() > 2 * elements();
    }

    /** What exists of it in an array of this length: itself, or else one run from the first such element to the last. */
    public Blocks within(long length) {
        return fits(length) ? this : range(Math.max(0, first), Math.min(length, end()));
    }

    /** Whether all of it exists in an array of this length. */
    public boolean fits(long length) {
        return count == 0 || (first >= 0 && end() <= length);
    }
}
