package org.rfaas.offload.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.rfaas.offload.plan.Split;
import org.rfaas.offload.worker.FakeWorker;
import org.rfaas.offload.worker.FakeWorker.Fault;
import org.rfaas.offload.woven.HandWoven;

/**
 * Results come together right however iterations are shared, handed over, taken back and lost: each contributes once. Terms of
 * the sums are whole numbers, so that their order does not matter.
 */
class SharedReductionsTest {
    private static final int RUNS = 150;
    private static final long[] NONE = {};
    private static final Fault[] FAULTS = {Fault.NONE, Fault.NONE, Fault.THROW, Fault.LOSE, Fault.GARBAGE};

    private final AtomicLong remote = new AtomicLong();
    private final AtomicLong recomputed = new AtomicLong();
    private final AtomicLong shifted = new AtomicLong();

    @Test
    void shouldCountEachIterationOnceWhateverBecomesOfIt() {
        long first = System.nanoTime();
        for (long seed = first; seed < first + RUNS; seed++) {
            try {
                run(new SplittableRandom(seed));
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("seed " + seed, e);
            }
        }
        assertThat(remote).hasPositiveValue();
        assertThat(recomputed).hasPositiveValue();
        assertThat(shifted).as("handed over or taken back").hasPositiveValue();
    }

    private void run(SplittableRandom random) {
        int n = random.nextInt(1, 2000);
        double[] x = numbers(random, n);
        long[] start = {bits(random.nextInt(-9, 9)), bits(random.nextInt(-9, 9)), bits(random.nextInt(-9, 9))};
        long[] plain = start.clone();
        HandWoven.reduce().local().run(new Object[] {x}, NONE, plain, 0, 0, n);

        FakeWorker[] workers = new FakeWorker[random.nextInt(1, 4)];
        for (int k = 0; k < workers.length; k++) {
            workers[k] = new FakeWorker(random.nextInt(1, 4), 4096)
                    .failing(FAULTS[random.nextInt(FAULTS.length)], random.nextInt(1, 12));
        }
        TeamRun run = new TeamRun(HandWoven.reduce(), new Object[] {x}, NONE, n, start);
        Split split = split(random, n, workers.length);
        SplittableRandom pauses = random.split();
        try {
            run.run(
                    split,
                    (lo, hi) -> {
                        pause(pauses, workers[pauses.nextInt(workers.length)]);
                        run.compute(lo, hi);
                    },
                    true,
                    workers);
        } finally {
            for (FakeWorker worker : workers) {
                worker.close();
            }
        }
        assertThat(run.results()).containsExactly(plain);
        remote.addAndGet(run.report().iterationsRemote());
        recomputed.addAndGet(run.report().iterationsRecomputed());
        shifted.addAndGet(Math.abs(split.localEnd() - run.report().iterationsLocal()));
    }

    /** Whole numbers, zeros of both signs, and now and then one that is none. */
    private static double[] numbers(SplittableRandom random, int n) {
        boolean hasNan = random.nextInt(10) == 0;
        return random.doubles(n)
                .map(value -> {
                    double whole = Math.rint(2000 * value - 1000);
                    return hasNan && value < 0.001 ? Double.NaN : whole;
                })
                .toArray();
    }

    private static Split split(SplittableRandom random, int n, int workers) {
        int[] ends = random.ints(workers + 1, 0, n + 1).sorted().toArray();
        ends[workers] = n;
        return new Split(0, ends);
    }

    /** So that now the rank is ahead, and now a worker. */
    private static void pause(SplittableRandom random, FakeWorker worker) {
        switch (random.nextInt(4)) {
            case 0 -> worker.awaitIdle();
            case 1 -> LockSupport.parkNanos(random.nextInt(100_000));
            default -> {}
        }
    }

    private static long bits(double value) {
        return Double.doubleToRawLongBits(value);
    }
}
