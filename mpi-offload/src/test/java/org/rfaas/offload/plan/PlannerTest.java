package org.rfaas.offload.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class PlannerTest {
    private static final int CASES = 1000;
    private static final Cost FREE = new Cost(0, 0);

    @Test
    void shouldPartitionTheRangeAndLetAllFinishTogether() {
        long first = System.nanoTime();
        for (long seed = first; seed < first + CASES; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            int lo = random.nextInt(1000);
            int n = random.nextInt(1, 100_000);
            Cost local = new Cost(random.nextInt(1000), 1 + random.nextInt(1000));
            List<WorkerCost> workers = new ArrayList<>();
            for (int k = random.nextInt(0, 5); k > 0; k--) {
                workers.add(new WorkerCost(
                        new Cost(random.nextInt(100_000), 1 + random.nextInt(2000)),
                        new Cost(random.nextInt(5_000), random.nextInt(3))));
            }
            Planner planner = planner(lo + n);
            Split split = planner.equalise(lo, lo + n, local, workers);

            requirePartition(split, lo, lo + n, workers.size(), seed);
            double allNs = planner.predictNs(split, local, workers);
            assertThat(allNs).as("seed %d", seed).isLessThanOrEqualTo(local.ns(n) * 1.0001);
            if (split.remote() > 0) {
                requireEqualFinish(split, local, workers, allNs, seed);
            }
        }
    }

    @Test
    void shouldUseAWorkerThatIsAsFastAsTheRankForHalfOfTheLoop() {
        Split split =
                planner(1000).equalise(0, 1000, new Cost(0, 1000), List.of(new WorkerCost(new Cost(0, 1000), FREE)));
        assertThat(split.remote()).isBetween(499, 501);
    }

    @Test
    void shouldGiveTwoWorkersThatAreAsFastAsTheRankAThirdEach() {
        WorkerCost free = new WorkerCost(new Cost(0, 1000), FREE);
        Split split = planner(999).equalise(0, 999, new Cost(0, 1000), List.of(free, free));
        assertThat(split.localEnd()).isBetween(332, 334);
        assertThat(split.workerHi(0)).isBetween(665, 667);
    }

    @Test
    void shouldGiveNothingToACostlyWorkerBesideAGoodOne() {
        WorkerCost good = new WorkerCost(new Cost(0, 1000), FREE);
        WorkerCost costly = new WorkerCost(new Cost(0, 1), new Cost(0, 2000));
        for (List<WorkerCost> workers : List.of(List.of(good, costly), List.of(costly, good))) {
            Split split = planner(1000).equalise(0, 1000, new Cost(0, 1000), workers);
            int k = workers.indexOf(good);
            assertThat(split.workerHi(k) - split.workerLo(k)).isBetween(499, 501);
            assertThat(split.remote()).isBetween(499, 501);
        }
    }

    @Test
    void shouldKeepALoopThatGainsTooLittle() {
        WorkerCost far = new WorkerCost(new Cost(30_000, 10), FREE);
        assertThat(planner(1000)
                        .equalise(0, 1000, new Cost(0, 10), List.of(far))
                        .remote())
                .isZero();
        assertThat(planner(1_000_000)
                        .equalise(0, 1_000_000, new Cost(0, 10), List.of(far))
                        .remote())
                .isPositive();
    }

    /** At 10 ns for the rank, a worker at 240 ns saves 4 % of the time, one at 156 ns saves 6 %. */
    @Test
    void shouldLeaveTheRankForAGainOfFivePercent() {
        Planner planner = planner(1_000_000);
        Cost local = new Cost(0, 10);
        assertThat(planner.equalise(0, 1_000_000, local, List.of(new WorkerCost(new Cost(0, 240), FREE)))
                        .remote())
                .isZero();
        assertThat(planner.equalise(0, 1_000_000, local, List.of(new WorkerCost(new Cost(0, 156), FREE)))
                        .remote())
                .isPositive();
    }

    @Test
    void shouldKeepALoopWhoseHandlingCostsMoreThanTheWork() {
        WorkerCost costly = new WorkerCost(new Cost(0, 1), new Cost(0, 20));
        assertThat(planner(1_000_000)
                        .equalise(0, 1_000_000, new Cost(0, 10), List.of(costly))
                        .remote())
                .isZero();
    }

    @Test
    void shouldNotWanderWhenCostsWaverALittle() {
        Planner planner = planner(10_000);
        SplittableRandom random = new SplittableRandom(1);
        Split first = planner.plan(0, 10_000, new Cost(0, 100), List.of(new WorkerCost(new Cost(0, 100), FREE)));
        for (int i = 0; i < 100; i++) {
            double waver = 100 * (0.98 + 0.04 * random.nextDouble());
            Split next = planner.plan(0, 10_000, new Cost(0, 100), List.of(new WorkerCost(new Cost(0, waver), FREE)));
            assertThat(next).isSameAs(first);
        }
        assertThat(planner.plan(0, 10_000, new Cost(0, 100), List.of(new WorkerCost(new Cost(0, 150), FREE))))
                .isNotEqualTo(first);
    }

    /** Of a loop that counts down, what is left is the beginning. */
    @Test
    void shouldFindTheWorkOfWhatIsLeft() {
        WorkProfile profile = new WorkProfile();
        profile.begin(1024);
        PieceTimes times = new PieceTimes();
        times.add(0, 256, 256);
        times.add(256, 512, 3 * 256);
        times.add(512, 1024, 512);
        profile.learn(times);

        Split split = new Planner(profile)
                .equalise(0, 512, new Cost(0, 1000), List.of(new WorkerCost(new Cost(0, 1000), FREE)));

        // of four quarters of 256, three of which take the second half, the worker gets two
        assertThat(split.localEnd()).isBetween(341, 343);
    }

    @Test
    void shouldGiveWorkersAFixedFractionInEqualParts() {
        assertThat(Planner.fixed(0, 100, 0.5, 2)).isEqualTo(new Split(0, 50, 75, 100));
        assertThat(Planner.fixed(10, 20, 1, 1)).isEqualTo(new Split(10, 10, 20));
        assertThat(Planner.fixed(10, 20, 0.3, 0)).isEqualTo(new Split(10, 20));
    }

    /** For runs of so many iterations that cost the same. */
    private static Planner planner(int trips) {
        WorkProfile profile = new WorkProfile();
        profile.begin(trips);
        return new Planner(profile);
    }

    private static void requirePartition(Split split, int lo, int hi, int workers, long seed) {
        assertThat(split.lo()).as("seed %d", seed).isEqualTo(lo);
        assertThat(split.hi()).as("seed %d", seed).isEqualTo(hi);
        assertThat(split.workers()).as("seed %d", seed).isEqualTo(workers);
        int end = split.localEnd();
        for (int k = 0; k < workers; k++) {
            assertThat(split.workerLo(k)).as("seed %d", seed).isEqualTo(end);
            end = split.workerHi(k);
        }
        assertThat(end).as("seed %d", seed).isEqualTo(hi);
    }

    /** Every worker that has a part finishes with the others, up to the rounding to whole iterations. */
    private static void requireEqualFinish(Split split, Cost local, List<WorkerCost> workers, double allNs, long seed) {
        double roundingNs = local.nsPerUnit() * (workers.size() + 1);
        for (int k = 0; k < workers.size(); k++) {
            int n = split.workerHi(k) - split.workerLo(k);
            if (n > 0 && split.localEnd() > split.lo()) {
                WorkerCost worker = workers.get(k);
                double ns = worker.handling().ns(n) + worker.turnaround().ns(n);
                assertThat(allNs - ns)
                        .as("seed %d, worker %d of %s", seed, k, split)
                        .isLessThanOrEqualTo(roundingNs + worker.turnaround().nsPerUnit() + 10);
            }
        }
    }
}
