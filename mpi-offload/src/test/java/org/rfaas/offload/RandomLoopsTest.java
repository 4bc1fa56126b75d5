package org.rfaas.offload;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.rfaas.offload.FakeWorker.Fault;
import org.rfaas.offload.woven.WovenLoop;

/** Random loops over random footprints: shared with workers, healthy or not, they equal the plain loop bit for bit. */
class RandomLoopsTest {
    private static final int PROGRAMS = 150;
    private static final long[] NONE = {};

    @Test
    void shouldEqualThePlainLoopWhateverIsSharedAndWhateverFails() {
        long first = System.nanoTime();
        OffloadReport all = OffloadReport.NOTHING;
        for (long seed = first; seed < first + PROGRAMS; seed++) {
            try {
                all = all.merge(runProgram(new SplittableRandom(seed)));
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("seed " + seed, e);
            }
        }
        assertThat(all.iterationsRemote()).isPositive();
        assertThat(all.iterationsRecomputed()).isPositive();
        assertThat(all.offloadedFraction()).isGreaterThan(0.1);
    }

    private static OffloadReport runProgram(SplittableRandom random) {
        int n = random.nextInt(1, 200);
        long[] outShape = shape(random, n);
        long[] sumShape = shape(random, n);
        double[] x = random.doubles(random.nextInt(1, 300)).toArray();
        double[] out = random.doubles(length(outShape, n)).toArray();
        double[] sum = random.doubles(length(sumShape, n)).toArray();
        int[] offsets = new int[n + 1];
        for (int i = 0; i < n; i++) {
            offsets[i + 1] = offsets[i] + random.nextInt(0, 5);
        }
        double[] values = random.doubles(offsets[n]).toArray();
        int[] counts = new int[n];

        long[] scalars = {outShape[0], outShape[1], outShape[2], sumShape[0], sumShape[1], sumShape[2], 0};
        Object[] arrays = {x, values, offsets, out, sum, counts};
        double[] plainOut = out.clone();
        double[] plainSum = sum.clone();
        int[] plainCounts = counts.clone();
        Object[] plainArrays = {x, values, offsets, plainOut, plainSum, plainCounts};

        int workerCount = random.nextInt(1, 4);
        FakeWorker[] workers = new FakeWorker[workerCount];
        for (int k = 0; k < workerCount; k++) {
            workers[k] = new FakeWorker(random.nextInt(1, 4), 4096 << random.nextInt(0, 4))
                    .failing(
                            new Fault[] {Fault.NONE, Fault.NONE, Fault.THROW, Fault.LOSE, Fault.GARBAGE}
                                    [random.nextInt(5)],
                            random.nextInt(1, 12));
        }
        OffloadOptions options = OffloadOptions.of(new OffloadMode.Fixed(1 - random.nextDouble()))
                .withWorkers(workerCount);
        try (OffloadRuntime runtime = OffloadRuntime.start(options, new FakeSource(workers))) {
            WovenLoop loop = HandWoven.mix();
            for (int repeat = 0; repeat < 6; repeat++) {
                scalars[MixBody.FACTOR] = Double.doubleToRawLongBits(random.nextDouble());
                int from = random.nextInt(0, x.length);
                int to = random.nextInt(from, x.length);
                Arrays.fill(x, from, to, random.nextDouble());
                OffloadRuntime.touch(x);
                int lo = random.nextInt(0, n);
                int trips = random.nextInt(1, n - lo + 1);
                loop.run(arrays, scalars, NONE, lo, trips);
                loop.local().run(plainArrays, scalars, NONE, lo, 0, trips);
                assertThat(out).as("out").containsExactly(plainOut);
                assertThat(sum).as("sum").containsExactly(plainSum);
                assertThat(counts).as("counts").containsExactly(plainCounts);
            }
            return runtime.report();
        } finally {
            for (FakeWorker worker : workers) {
                worker.close();
            }
        }
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
