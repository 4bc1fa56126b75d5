package org.rfaas.offload.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.ref.WeakReference;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.rfaas.offload.DefaultOptions;
import org.rfaas.offload.OffloadMode;
import org.rfaas.offload.OffloadOptions;
import org.rfaas.offload.loop.LoopContext;
import org.rfaas.offload.pool.WorkerPool;
import org.rfaas.offload.report.Counters;
import org.rfaas.offload.worker.FakeSource;
import org.rfaas.offload.worker.FakeWorker;
import org.rfaas.offload.worker.FakeWorker.Fault;
import org.rfaas.offload.woven.HandWoven;
import org.rfaas.offload.woven.LoopSite;
import org.rfaas.offload.woven.WovenLoop;

class WovenLoopsTest {
    private static final int N = 1000;
    private static final long[] NONE = {};
    private static final double[] NOTHING = {};

    private final double[] x = IntStream.range(0, N).mapToDouble(i -> i * 0.5).toArray();
    private final double[] y = IntStream.range(0, N).mapToDouble(i -> -i).toArray();
    private final WovenLoop axpy = HandWoven.axpy();
    private final FakeWorker worker = new FakeWorker(2, 4096);

    @AfterEach
    void closeWorker() {
        worker.close();
    }

    @Test
    void shouldRunInPlaceWithoutARuntime() {
        assertThat(axpy.wants(N)).isFalse();
    }

    @Test
    void shouldRunInPlaceAndBeCountedWhenThereAreNoWorkers() {
        try (OffloadRuntime runtime = start(0.5)) {
            for (int run = 0; run < 10; run++) {
                axpy(0, N);
            }
            assertThat(runtime.report().iterationsLocal()).isEqualTo(10 * N);
            assertThat(y[7]).isEqualTo(-7 + 10 * 2 * 3.5);
        }
    }

    @Test
    void shouldShareWithWorkersAndSendAStableArrayOnce() {
        try (OffloadRuntime runtime = start(0.5, worker)) {
            axpy(0, N);
            axpy(0, N);
            assertResult(2);
            assertThat(runtime.report().iterationsRemote()).isEqualTo(N);
            assertThat(worker.residentWriteBytes).hasValue(N / 2 * Double.BYTES);
        }
    }

    @Test
    void shouldSendTheTouchedElementsAgainAndNoOthers() {
        try (OffloadRuntime _ = start(0.5, worker)) {
            axpy(0, N);
            worker.residentWriteBytes.set(0);
            x[998] = 1;
            x[999] = 2;
            OffloadRuntime.touch(x, 998, 1000);
            axpy(0, N);
            assertThat(y[998]).isEqualTo(-998 + 2 * 499 + 2);
            assertThat(y[999]).isEqualTo(-999 + 2 * 499.5 + 4);
            assertThat(worker.residentWriteBytes).hasValue(2 * Double.BYTES);
        }
    }

    @Test
    void shouldSendAStableArrayAgainOfWhichAnotherThreadTouchedAPart() throws InterruptedException {
        try (OffloadRuntime _ = start(0.5, worker)) {
            axpy(0, N);
            worker.residentWriteBytes.set(0);
            x[999] = 1;
            Thread.ofPlatform().start(() -> OffloadRuntime.touch(x, 999, 1000)).join();
            axpy(0, N);
            assertThat(y[999]).isEqualTo(-999 + 2 * 499.5 + 2);
            assertThat(worker.residentWriteBytes).hasValue(N / 2 * Double.BYTES);
        }
    }

    @Test
    void shouldSendAStableArrayAgainOnceTouched() {
        try (OffloadRuntime runtime = start(0.5, worker)) {
            axpy(0, N);
            x[999] = 1;
            OffloadRuntime.touch(x);
            axpy(0, N);
            assertThat(y[999]).isEqualTo(-999 + 2 * 499.5 + 2);
            assertThat(runtime.report().iterationsRemote()).isEqualTo(N);
        }
    }

    @Test
    void shouldSendAStableArrayAgainWhenALoopWroteIt() {
        try (OffloadRuntime runtime = start(0.5, worker)) {
            axpy(0, N);
            double[] ones = new double[N];
            Arrays.fill(ones, 1);
            axpy(new Object[] {ones, x});
            axpy(0, N);
            assertThat(y[999]).isEqualTo(-999 + 2 * 499.5 + 2 * 501.5);
            assertThat(runtime.report().iterationsRemote()).isEqualTo(3 * N / 2);
        }
    }

    @Test
    void shouldSendAStableArrayAgainWhenAnotherThreadRanALoopThatWrites() throws Exception {
        try (OffloadRuntime runtime = start(0.5, worker)) {
            axpy(0, N);
            double[] ones = new double[N];
            Arrays.fill(ones, 1);
            Thread other = new Thread(() -> {
                assertThat(axpy.wants(N)).isTrue();
                axpy(new Object[] {ones, x});
            });
            other.start();
            other.join();
            axpy(0, N);
            assertThat(y[999]).isEqualTo(-999 + 2 * 499.5 + 2 * 501.5);
            assertThat(runtime.report().unseenWrites()).isOne();
            long sentBytes = worker.residentWriteBytes.get();
            axpy(0, N);
            assertThat(worker.residentWriteBytes).as("not for good").hasValue(sentBytes);
            assertThat(runtime.report().iterationsRemote()).isEqualTo(3 * N / 2);
        }
    }

    @Test
    void shouldKeepNoArrayAliveOnceTheLoopHasEnded() throws Exception {
        try (OffloadRuntime runtime = start(0.5, worker)) {
            double[][] arrays = {x.clone(), y.clone()};
            axpy(arrays);
            List<WeakReference<double[]>> collected =
                    Arrays.stream(arrays).map(WeakReference::new).toList();
            arrays[0] = NOTHING;
            arrays[1] = NOTHING;
            for (int i = 0; i < 100 && collected.stream().anyMatch(array -> !array.refersTo(null)); i++) {
                System.gc();
                Thread.sleep(1);
            }
            assertThat(collected).allMatch(array -> array.refersTo(null));
            assertThat(runtime.report().iterationsRemote()).isEqualTo(N / 2);
        }
    }

    @Test
    void shouldRunInOrderWhenArraysAreTheSame() {
        try (OffloadRuntime runtime = start(0.5, worker)) {
            axpy(new Object[] {y, y});
            assertThat(y[500]).isEqualTo(-1500);
            assertThat(runtime.report().runsInOrder()).isOne();
            assertThat(runtime.report().iterationsRemote()).isZero();
            axpy(0, N);
            assertThat(runtime.loops()).hasSize(1);
            assertThat(runtime.loops().getFirst())
                    .asString()
                    .startsWith("loop axpy: 2 runs of ")
                    .endsWith(", 25.0% of 2000 iterations on workers; 1 in order: x and y are the same array;"
                            + " use one name for it, or a copy");
        }
    }

    @Test
    void shouldShareASingleIterationThatWritesFurtherThanTheNextOneWouldBegin() {
        double[] out = new double[20];
        double[] plain = new double[20];
        long[] scalars = {1, 3, 12, 0, 0, 9, Double.doubleToRawLongBits(3)};
        WovenLoop mix = HandWoven.mix();
        try (OffloadRuntime runtime = start(1, worker)) {
            mix.run(new Object[] {x, x.clone(), new int[9], out, new double[20], new int[8]}, scalars, NONE, 2, 1);
            assertThat(runtime.report().iterationsRemote()).isOne();
            assertThat(runtime.report().runsInOrder()).isZero();
        }
        mix.local()
                .run(
                        new Object[] {x, x.clone(), new int[9], plain, new double[20], new int[8]},
                        scalars,
                        NONE,
                        2,
                        0,
                        1);
        assertThat(out).containsExactly(plain).isNotEqualTo(new double[20]);
    }

    @Test
    void shouldThrowWhatTheLoopThrowsAtTheSameIteration() {
        try (OffloadRuntime _ = start(0.5, worker)) {
            assertThatThrownBy(() -> axpy(new Object[] {new double[600], y}))
                    .isInstanceOf(ArrayIndexOutOfBoundsException.class);
            assertThat(y[599]).isEqualTo(-599);
            assertThatThrownBy(() -> axpy(new Object[] {null, y})).isInstanceOf(NullPointerException.class);
        }
    }

    @Test
    void shouldBringHalosInRequestsAndAddUpResults() {
        short[] in = new short[N + 2];
        for (int i = 0; i < in.length; i++) {
            in[i] = (short) (i * 37 % 1001 - 500);
        }
        short[] out = new short[N + 2];
        short[] expected = new short[N + 2];
        long sum = 100;
        long greatest = Long.MIN_VALUE;
        for (int i = 1; i <= N; i++) {
            expected[i] = (short) (in[i - 1] + in[i] + in[i + 1]);
            sum += expected[i];
            greatest = Math.max(greatest, expected[i]);
        }
        try (OffloadRuntime runtime = start(0.7, worker)) {
            long[] results = {100, Long.MIN_VALUE};
            HandWoven.smooth().run(new Object[] {in, out}, NONE, results, 1, N);
            assertThat(out).containsExactly(expected);
            assertThat(results).containsExactly(sum, greatest);
            assertThat(runtime.report().iterationsRemote()).isEqualTo(700);
            assertThat(worker.residentWriteBytes).hasValue(0);
        }
    }

    @Test
    void shouldKeepResultsRightWhenAWorkerFails() {
        for (Fault fault : Fault.values()) {
            if (fault == Fault.HANG) {
                continue;
            }
            short[] in = new short[N + 2];
            Arrays.fill(in, (short) 2);
            FakeWorker failing = new FakeWorker(2, 2048).failing(fault, 2);
            try (failing;
                    OffloadRuntime _ = start(0.7, failing)) {
                long[] results = {0, Long.MIN_VALUE};
                HandWoven.smooth().run(new Object[] {in, new short[N + 2]}, NONE, results, 1, N);
                assertThat(results).as("%s", fault).containsExactly(6 * N, 6);
            }
        }
    }

    @Test
    void shouldMoveRowsAndNoticeTouchedOnes() {
        float[][] from = new float[50][];
        for (int i = 0; i < from.length; i++) {
            from[i] = new float[] {i, i + 1, i + 2};
        }
        float[] factor = {1, 2, 3};
        float[][] into = new float[50][3];
        WovenLoop rows = HandWoven.scaleRows(true);
        try (OffloadRuntime runtime = start(0.5, worker)) {
            rows.run(new Object[] {from, factor, into}, NONE, NONE, 0, 50);
            assertThat(into[40]).containsExactly(40, 82, 126);
            assertThat(worker.residentWriteBytes).hasValue((25 + 1) * 12);

            factor[1] = 4;
            from[49][0] = 7;
            OffloadRuntime.touch(from[49]);
            rows.run(new Object[] {from, factor, into}, NONE, NONE, 0, 50);

            assertThat(into[40]).containsExactly(40, 164, 126);
            assertThat(into[49]).containsExactly(7, 200, 153);
            assertThat(worker.residentWriteBytes).hasValue((25 + 1 + 1 + 1) * 12);
            assertThat(runtime.report().iterationsRemote()).isEqualTo(50);

            from[45][0] = 5;
            from[46][0] = 6;
            OffloadRuntime.touch(from, 45, 47);
            rows.run(new Object[] {from, factor, into}, NONE, NONE, 0, 50);

            assertThat(into[45]).containsExactly(5, 184, 141);
            assertThat(into[46]).containsExactly(6, 188, 144);
            assertThat(worker.residentWriteBytes)
                    .as("two rows, and the factor, which is not stable")
                    .hasValue((25 + 1 + 1 + 1 + 2 + 1) * 12);
            assertThat(runtime.report().runsInOrder()).isZero();
        }
    }

    /** Rows of more than 64 KiB, so that they come as a copy of their own. */
    @Test
    void shouldFollowRowsThatAreLongerOrShorterThanBefore() {
        WovenLoop rows = HandWoven.scaleRows(false);
        try (FakeWorker large = new FakeWorker(2, 1 << 19);
                OffloadRuntime runtime = start(0.5, large)) {
            for (int length : new int[] {20_000, 30_000, 17_000}) {
                float[][] from = new float[6][length];
                float[] factor = new float[length];
                float[][] into = new float[6][length];
                for (int i = 0; i < 6; i++) {
                    Arrays.fill(from[i], i);
                }
                Arrays.fill(factor, length);
                rows.run(new Object[] {from, factor, into}, NONE, NONE, 0, 6);
                for (int i = 0; i < 6; i++) {
                    assertThat(into[i]).containsOnly(i * length);
                }
            }
            assertThat(large.residentWriteBytes).hasPositiveValue();
            assertThat(runtime.report().iterationsRemote()).isEqualTo(9);
            assertThat(runtime.report().lostWorkers()).isZero();
        }
    }

    @Test
    void shouldMakeRoomOnceForRowsOfEachOfTwoLengths() {
        WovenLoop rows = HandWoven.scaleRows(false);
        try (FakeWorker large = new FakeWorker(2, 1 << 19);
                OffloadRuntime _ = start(0.5, large)) {
            int madeAtFirst = 0;
            for (int run = 0; run < 6; run++) {
                int length = run % 2 == 0 ? 30_000 : 20_000;
                rows.run(
                        new Object[] {new float[6][length], new float[length], new float[6][length]}, NONE, NONE, 0, 6);
                madeAtFirst = run == 1 ? large.allocations.get() : madeAtFirst;
            }
            assertThat(large.allocations).hasPositiveValue().hasValue(madeAtFirst);
        }
    }

    @Test
    void shouldLookAtNoShortLoopThatFailsItsCheckMoreThanAFewTimes() {
        Object[] same = {y, y};
        long[] two = {Double.doubleToRawLongBits(2)};
        try (OffloadRuntime runtime = start(0.5)) {
            int calls = 0;
            while (axpy.wants(10) && calls < 1000) {
                axpy.run(same, two, NONE, 0, 10);
                calls++;
            }
            assertThat(calls).isLessThan(1000);
            assertThat(runtime.report().runsInOrder()).isBetween(1L, (long) calls);
        }
    }

    @Test
    void shouldNotTrustACopyWhenALoopThatWasAskedForRanInPlaceInstead() {
        try (OffloadRuntime runtime = start(0.5, worker)) {
            axpy(0, N);
            WovenLoop writer = HandWoven.axpy();
            assertThat(writer.wants(N)).isTrue();
            x[999] = 1; // as the loop in place would, without a word
            axpy(0, N);
            assertThat(y[999]).isEqualTo(-999 + 2 * 499.5 + 2);
            assertThat(runtime.report().iterationsRemote()).isEqualTo(N);
        }
    }

    @Test
    void shouldRunInOrderWhenRowsAreShared() {
        float[][] rows = new float[4][3];
        rows[1] = rows[2];
        try (OffloadRuntime runtime = start(0.5, worker)) {
            HandWoven.scaleRows(true).run(new Object[] {new float[4][3], new float[3], rows}, NONE, NONE, 0, 4);
            assertThat(runtime.report().runsInOrder()).isOne();
        }
    }

    @Test
    void shouldRunInOrderWhenRowsAreEmpty() {
        try (OffloadRuntime runtime = start(0.5, worker)) {
            HandWoven.scaleRows(false)
                    .run(new Object[] {new float[50][0], new float[3], new float[50][0]}, NONE, NONE, 0, 50);
            assertThat(runtime.report().runsInOrder()).isOne();
            assertThat(runtime.report().lostWorkers()).isZero();
        }
    }

    @Test
    void shouldRunALoopInPlaceThatASharedOneCalls() {
        double[] ones = new double[N];
        Arrays.fill(ones, 1);
        AtomicInteger pieces = new AtomicInteger();
        WovenLoop outer = new WovenLoop(
                axpy.descriptor(),
                (references, scalars, results, start, from, to) -> {
                    assertThat(axpy.wants(N)).as("it writes what may be stable").isTrue();
                    axpy(new Object[] {ones, x});
                    pieces.incrementAndGet();
                    axpy.local().run(references, scalars, results, start, from, to);
                },
                WovenLoopsTest.class);
        try (OffloadRuntime runtime = start(0.5, worker)) {
            outer.run(new Object[] {x, y}, new long[] {Double.doubleToRawLongBits(2)}, NONE, 0, N);
            assertThat(runtime.report().iterationsRemote()).isEqualTo(N / 2);
            assertThat(runtime.report().lostWorkers()).isZero();
            assertThat(y[0]).as("of the rank").isEqualTo(2 * 2);
            assertThat(y[999]).as("of the worker").isEqualTo(-999 + 2 * 499.5);
            axpy(0, N);
            assertThat(y[999])
                    .as("with what the inner loop wrote")
                    .isEqualTo(-999 + 2 * 499.5 + 2 * (499.5 + 2 * pieces.get()));
        }
    }

    @Test
    void shouldCountARunInOrderWhenTheKernelHasAnOldCopyOfAMethod() {
        shouldCountRunsInOrder(HandWoven.withOutdatedCopy(axpy));
    }

    @Test
    void shouldCountARunInOrderWhenThereAreTooManyArguments() {
        shouldCountRunsInOrder(HandWoven.withTooManyScalars(axpy));
    }

    /** Of a loop like axpy that workers cannot run. */
    private void shouldCountRunsInOrder(WovenLoop loop) {
        long[] two = {Double.doubleToRawLongBits(2)};
        double[] ones = new double[N];
        Arrays.fill(ones, 1);
        try (OffloadRuntime runtime = start(0.5, worker)) {
            assertThat(loop.wants(N)).isFalse();
            loop.local().run(new Object[] {ones, y.clone()}, two, NONE, 0, 0, N);
            assertThat(runtime.report().runsInOrder()).isEqualTo(1);
            assertThat(runtime.report().iterationsLocal()).isEqualTo(N);
            axpy(0, N);
            assertThat(loop.wants(N)).as("it writes what may be stable").isTrue();
            loop.run(new Object[] {ones, x}, two, NONE, 0, N);
            assertThat(runtime.report().runsInOrder()).isEqualTo(2);
            axpy(0, N);
            assertThat(y[999]).isEqualTo(-999 + 2 * 499.5 + 2 * 501.5);
            assertThat(runtime.report().iterationsLocal()).isEqualTo(3 * N);
            assertThat(runtime.report().iterationsRemote()).isEqualTo(N);
        }
    }

    @Test
    void shouldCountEachRunInPlaceOfALoopThatWorkersCannotRunOnce() {
        WovenLoop loop = HandWoven.withTooManyScalars(axpy);
        try (OffloadRuntime runtime = start(0.5, worker)) {
            axpy(0, N);
            assertThat(loop.wants(WovenLoop.trips(0, Integer.MAX_VALUE + 1L, 1)))
                    .as("its variable wraps around")
                    .isFalse();
            assertThat(runtime.report().runsInOrder()).isEqualTo(1);
            axpy(0, N);
            assertThat(loop.wants(N)).as("it writes what may be stable").isTrue();
            loop.runsInPlace("it cannot be described", N);
            assertThat(runtime.report().runsInOrder()).isEqualTo(2);
            assertThat(runtime.report().iterationsLocal()).isEqualTo(2 * N);
        }
    }

    private void axpy(int lo, int hi) {
        Object[] arrays = {x, y};
        long[] two = {Double.doubleToRawLongBits(2)};
        if (axpy.wants(hi - lo)) {
            axpy.run(arrays, two, NONE, lo, hi - lo);
        } else {
            axpy.local().run(arrays, two, NONE, lo, 0, hi - lo);
        }
    }

    @Test
    void shouldHaveOneSiteALoopForThreadsThatBeginItTogether() {
        OffloadOptions options = DefaultOptions.of(new OffloadMode.Auto());
        Counters counters = new Counters();
        try (WorkerPool pool = new WorkerPool(options, new FakeSource(), counters)) {
            WovenLoops loops = new WovenLoops(new LoopContext(options, pool, counters));
            LoopSite site = loops.open(axpy);
            assertThat(loops.open(axpy)).isSameAs(site);
            assertThat(loops.open(HandWoven.axpy())).isNotSameAs(site);
            assertThat(loops.reports()).hasSize(2);
        }
    }

    private void axpy(Object[] arrays) {
        axpy.run(arrays, new long[] {Double.doubleToRawLongBits(2)}, NONE, 0, N);
    }

    private void assertResult(int runs) {
        for (int i = 0; i < N; i++) {
            assertThat(y[i]).isEqualTo(-i + runs * 2 * x[i]);
        }
    }

    private static OffloadRuntime start(double fraction, FakeWorker... workers) {
        OffloadMode mode = workers.length == 0 ? new OffloadMode.Auto() : new OffloadMode.Fixed(fraction);
        return OffloadRuntime.start(DefaultOptions.of(mode), new FakeSource(workers));
    }
}
