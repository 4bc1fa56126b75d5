package org.rfaas.offload.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.rfaas.offload.runtime.OffloadRuntime;
import org.rfaas.offload.woven.HandWoven;
import org.rfaas.offload.woven.MixBody;
import org.rfaas.offload.woven.WovenLoop;

/** A loop that touches arrays in every way there is, over random footprints; and the same arrays for a plain run beside it. */
final class RandomProgram {
    private static final long[] NONE = {};

    final int iterations;
    final WovenLoop loop = HandWoven.mix();
    final Object[] arrays;
    final long[] scalars;

    private final double[] x;
    private final double[] out;
    private final double[] sum;
    private final int[] counts;
    private final double[] plainOut;
    private final double[] plainSum;
    private final int[] plainCounts;
    private final Object[] plainArrays;

    RandomProgram(SplittableRandom random) {
        int n = random.nextInt(1, 200);
        iterations = n;
        long[] outShape = shape(random, n);
        long[] sumShape = shape(random, n);
        x = random.doubles(random.nextInt(1, 300)).toArray();
        out = random.doubles(length(outShape, n)).toArray();
        sum = random.doubles(length(sumShape, n)).toArray();
        int[] offsets = new int[n + 1];
        for (int i = 0; i < n; i++) {
            offsets[i + 1] = offsets[i] + random.nextInt(0, 5);
        }
        double[] values = random.doubles(offsets[n]).toArray();
        counts = new int[n];
        plainOut = out.clone();
        plainSum = sum.clone();
        plainCounts = counts.clone();
        arrays = new Object[] {x, values, offsets, out, sum, counts};
        plainArrays = new Object[] {x, values, offsets, plainOut, plainSum, plainCounts};
        scalars = new long[] {outShape[0], outShape[1], outShape[2], sumShape[0], sumShape[1], sumShape[2], 0};
    }

    /** Other values for the next run; some of what is stable changes, and the runtime is told. */
    void change(SplittableRandom random) {
        scalars[MixBody.FACTOR] = Double.doubleToRawLongBits(random.nextDouble());
        int from = random.nextInt(0, x.length);
        int to = random.nextInt(from, x.length);
        Arrays.fill(x, from, to, random.nextDouble());
        OffloadRuntime.touch(x);
    }

    /** Runs the plain loop beside, which starts at {@code lo}, and compares what the arrays have become. */
    void assertEqualsPlain(int lo, int trips) {
        loop.local().run(plainArrays, scalars, NONE, lo, 0, trips);
        assertThat(out).as("out").containsExactly(plainOut);
        assertThat(sum).as("sum").containsExactly(plainSum);
        assertThat(counts).as("counts").containsExactly(plainCounts);
    }

    /** Stride, least and greatest offset of a disjoint footprint, forwards or backwards, dense or sparse. */
    private static long[] shape(SplittableRandom random, int n) {
        long distance = random.nextInt(1, 12);
        long width = random.nextLong(1, distance + 1);
        boolean isBackwards = random.nextBoolean();
        long min = 3 + (isBackwards ? distance * (n - 1) : 0);
        return new long[] {isBackwards ? -distance : distance, min, min + width - 1};
    }

    private static long length(long[] shape, int n) {
        return Math.abs(shape[0]) * n + 15;
    }
}
