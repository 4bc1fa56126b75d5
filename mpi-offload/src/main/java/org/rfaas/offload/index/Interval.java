package org.rfaas.offload.index;

/**
 * All integers from {@code min} to {@code max}. Arithmetic is exact: it throws {@link ArithmeticException} rather than
 * leave the range of {@code long}.
 *
 * @param min the least
 * @param max the greatest, at least {@code min}
 */
public record Interval(long min, long max) {
    public static final Interval ZERO = new Interval(0, 0);

    public Interval {
        if (max < min) {
            throw new IllegalArgumentException("empty interval " + min + " .. " + max);
        }
    }

    public static Interval of(long value) {
        return new Interval(value, value);
    }

    public boolean isOneValue() {
        return min == max;
    }

    public boolean fitsInt() {
        return min >= Integer.MIN_VALUE && max <= Integer.MAX_VALUE;
    }

    public Interval plus(Interval other) {
        return new Interval(Math.addExact(min, other.min), Math.addExact(max, other.max));
    }

    public Interval times(Interval other) {
        long a = Math.multiplyExact(min, other.min);
        long b = Math.multiplyExact(min, other.max);
        long c = Math.multiplyExact(max, other.min);
        long d = Math.multiplyExact(max, other.max);
        return new Interval(Math.min(Math.min(a, b), Math.min(c, d)), Math.max(Math.max(a, b), Math.max(c, d)));
    }

    /** The smallest interval around both. */
    public Interval hull(Interval other) {
        return new Interval(Math.min(min, other.min), Math.max(max, other.max));
    }
}
