package org.rfaas.offload.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.rfaas.offload.DefaultOptions;
import org.rfaas.offload.OffloadMode;
import org.rfaas.offload.OffloadOptions;
import org.rfaas.offload.plan.Split;
import org.rfaas.offload.report.OffloadReport;
import org.rfaas.offload.runtime.OffloadRuntime;
import org.rfaas.offload.worker.FakeSource;
import org.rfaas.offload.worker.FakeWorker;
import org.rfaas.offload.worker.FakeWorker.Fault;
import org.rfaas.offload.woven.WovenLoop;

/** Random loops over random footprints: shared with workers, healthy or not, they equal the plain loop bit for bit. */
class RandomLoopsTest {
    private static final long[] NONE = {};

    /** In the test that leaves it to the planner, the rank makes an iteration last this long, and workers do not. */
    private static final long SLOW_NS = 20_000;

    private OffloadReport all = OffloadReport.NOTHING;
    private int handedOver;
    private int takenBack;

    @Test
    void shouldEqualThePlainLoopWhateverIsSharedAndWhateverFails() {
        forSeeds(150, this::runSharedByAFixedFraction);

        assertThat(all.iterationsRemote()).isPositive();
        assertThat(all.iterationsRecomputed()).isPositive();
        assertThat(all.offloadedFraction()).isGreaterThan(0.1);
    }

    @Test
    void shouldEqualThePlainLoopWhateverThePlannerDoes() {
        forSeeds(50, this::runAsPlanned);

        assertThat(all.iterationsLocal()).isPositive();
        assertThat(all.iterationsRemote()).isPositive();
        assertThat(all.iterationsRecomputed()).isPositive();
    }

    @Test
    void shouldEqualThePlainLoopWhoeverTakesOverFromWhom() {
        forSeeds(150, this::runWithShifts);
        // who is done first is the machine's affair: some more, should one side never have been
        for (int more = 0; more < 20 && (handedOver == 0 || takenBack == 0); more++) {
            forSeeds(50, this::runWithShifts);
        }

        assertThat(handedOver).as("runs in which workers got more").isPositive();
        assertThat(takenBack).as("runs in which the rank got more").isPositive();
    }

    private static void forSeeds(int programs, Consumer<SplittableRandom> test) {
        long first = System.nanoTime();
        for (long seed = first; seed < first + programs; seed++) {
            try {
                test.accept(new SplittableRandom(seed));
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("seed " + seed, e);
            }
        }
    }

    private void runSharedByAFixedFraction(SplittableRandom random) {
        RandomProgram program = new RandomProgram(random);
        FakeWorker[] workers = workers(random);
        run(program, program.loop, new OffloadMode.Fixed(1 - random.nextDouble()), 6, random, workers);
    }

    private void runAsPlanned(SplittableRandom random) {
        RandomProgram program = new RandomProgram(random);
        FakeWorker[] workers = workers(random);
        WovenLoop slow = new WovenLoop(
                program.loop.descriptor(),
                (references, scalars, results, start, from, to) -> {
                    LockSupport.parkNanos((to - from) * SLOW_NS);
                    program.loop.local().run(references, scalars, results, start, from, to);
                },
                RandomLoopsTest.class);
        run(program, slow, new OffloadMode.Auto(), 30, random, workers);
    }

    private void run(
            RandomProgram program,
            WovenLoop loop,
            OffloadMode mode,
            int times,
            SplittableRandom random,
            FakeWorker... workers) {
        OffloadOptions options = DefaultOptions.of(mode).withWorkers(workers.length);
        try (OffloadRuntime runtime = OffloadRuntime.start(options, new FakeSource(workers))) {
            for (int time = 0; time < times; time++) {
                program.change(random);
                int lo = random.nextInt(0, program.iterations);
                int trips = random.nextInt(1, program.iterations - lo + 1);
                loop.run(program.arrays, program.scalars, NONE, lo, trips);
                program.assertEqualsPlain(lo, trips);
            }
            all = all.merge(runtime.report());
        } finally {
            Stream.of(workers).forEach(FakeWorker::close);
        }
    }

    /** Workers that begin late, and a rank that now and then waits until they are done. */
    private void runWithShifts(SplittableRandom random) {
        RandomProgram program = new RandomProgram(random);
        program.change(random);
        FakeWorker[] workers = workers(random);
        int n = program.iterations;
        int[] ends = random.ints(workers.length + 1L, 0, n + 1).sorted().toArray();
        ends[workers.length] = n;
        Split split = new Split(0, ends);
        Stream.of(workers).forEach(worker -> worker.pause(random.nextLong(2_000_000)));
        TeamRun team = new TeamRun(program.loop, program.arrays, program.scalars, n);
        try {
            team.run(
                    split,
                    (lo, hi) -> {
                        if (random.nextInt(4) == 0) {
                            workers[random.nextInt(workers.length)].awaitIdle();
                        }
                        team.compute(lo, hi);
                    },
                    true,
                    workers);
        } finally {
            Stream.of(workers).forEach(FakeWorker::close);
        }
        program.assertEqualsPlain(0, n);
        handedOver += team.report().iterationsLocal() < split.localEnd() ? 1 : 0;
        takenBack += team.report().iterationsLocal() > split.localEnd() ? 1 : 0;
    }

    /** One to three, of which some fail somehow. */
    private static FakeWorker[] workers(SplittableRandom random) {
        Fault[] faults = {Fault.NONE, Fault.NONE, Fault.THROW, Fault.LOSE, Fault.GARBAGE};
        FakeWorker[] workers = new FakeWorker[random.nextInt(1, 4)];
        Arrays.setAll(
                workers,
                _ -> new FakeWorker(random.nextInt(1, 4), 4096 << random.nextInt(0, 4))
                        .failing(faults[random.nextInt(faults.length)], random.nextInt(1, 12)));
        return workers;
    }
}
