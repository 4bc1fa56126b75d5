package org.rfaas.offload.kernel;

import org.jspecify.annotations.Nullable;

/**
 * The arrays and scalars of a loop, numbered as the loop declares them. Kernels fetch them once, before the loop.
 */
public final class LoopArguments {
    private final @Nullable DoubleSpan[] doubles;
    private final @Nullable IntSpan[] ints;
    private final long[] scalars;

    /** Arguments to be set. */
    public LoopArguments(int count) {
        doubles = new DoubleSpan[count];
        ints = new IntSpan[count];
        scalars = new long[count];
    }

    /**
     * Array of doubles.
     *
     * @throws IllegalArgumentException when the argument is something else
     */
    public DoubleSpan doubles(int argument) {
        DoubleSpan span = doubles[argument];
        if (span == null) {
            throw new IllegalArgumentException("argument " + argument + " of the loop is not an array of double");
        }
        return span;
    }

    /**
     * Array of ints.
     *
     * @throws IllegalArgumentException when the argument is something else
     */
    public IntSpan ints(int argument) {
        IntSpan span = ints[argument];
        if (span == null) {
            throw new IllegalArgumentException("argument " + argument + " of the loop is not an array of int");
        }
        return span;
    }

    /** Integer scalar. */
    public long scalar(int argument) {
        return scalars[argument];
    }

    /** Integer scalar of 32 bits. */
    public int intScalar(int argument) {
        return (int) scalars[argument];
    }

    /** Floating-point scalar. */
    public double doubleScalar(int argument) {
        return Double.longBitsToDouble(scalars[argument]);
    }

    public void set(int argument, DoubleSpan span) {
        doubles[argument] = span;
    }

    public void set(int argument, IntSpan span) {
        ints[argument] = span;
    }

    public void set(int argument, long scalar) {
        scalars[argument] = scalar;
    }

    public void set(int argument, double scalar) {
        scalars[argument] = Double.doubleToRawLongBits(scalar);
    }
}
