package org.rfaas.offload.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.rfaas.offload.DefaultOptions;
import org.rfaas.offload.OffloadMode;
import org.rfaas.offload.OffloadOptions;
import org.rfaas.offload.report.LoopReport;
import org.rfaas.offload.report.OffloadReport;
import org.rfaas.offload.worker.FakeSource;
import org.rfaas.offload.worker.FakeWorker;
import org.rfaas.offload.worker.FakeWorker.Fault;
import org.rfaas.offload.woven.HandWoven;
import org.rfaas.offload.woven.LocalBody;
import org.rfaas.offload.woven.WovenLoop;

@Timeout(60)
class OffloadRuntimeTest {
    private static final int N = 1000;
    private static final long[] NONE = {};

    /** Changes of one array; twice as many as are remembered. */
    private static final int MORE_THAN_ARE_REMEMBERED = 64;

    private final double[] x = IntStream.range(0, N).mapToDouble(i -> i * 0.5).toArray();
    private final double[] y = new double[N];
    private final WovenLoop line = HandWoven.line();
    private final FakeWorker worker = new FakeWorker(2, 64 << 10);
    private final FakeWorker spare = new FakeWorker(2, 64 << 10);

    @AfterEach
    void closeWorkers() {
        worker.close();
        spare.close();
    }

    @Test
    void shouldComputeTheGivenFractionOnTheWorkerAndCountIt() {
        try (OffloadRuntime runtime = start(0.25, new FakeSource(worker))) {
            assertThat(runtime.loops()).isEmpty();
            line(-1);

            assertResult(2);
            LoopReport loop = runtime.loops().getFirst();
            assertThat(loop.runs()).isOne();
            assertThat(loop.iterationsRemote()).isEqualTo(250);
            assertThat(loop.runNs()).isPositive();
            assertThat(loop).asString().contains("1 run of ", ", 25.0% of 1000 iterations on workers");
            OffloadReport report = runtime.report();
            assertThat(report.iterationsLocal()).isEqualTo(750);
            assertThat(report.iterationsRemote()).isEqualTo(250);
            assertThat(report.iterationsRecomputed()).isZero();
            assertThat(report.bytesReceived()).isEqualTo(250 * 8);
            assertThat(report.ownNs()).isPositive();
            assertThat(report.handlingNs()).isPositive();
            assertThat(report.firstPartNs()).isPositive();
            assertThat(report.leases()).isEqualTo(1);
        }
    }

    @Test
    void shouldRefuseToTouchWhatIsNoArray() {
        OffloadRuntime.touch(x);
        OffloadRuntime.touch(new double[3][]);
        for (Object other : new Object[] {"matrix", new String[3], new double[3][3][3]}) {
            assertThatThrownBy(() -> OffloadRuntime.touch(other))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("touch(matrix.data)");
            assertThatThrownBy(() -> OffloadRuntime.touch(other, 0, 1))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("touch(matrix.data)");
        }
    }

    @Test
    void shouldRefuseToTouchElementsThatAnArrayHasNot() {
        OffloadRuntime.touch(x, 0, N);
        OffloadRuntime.touch(x, N, N);
        OffloadRuntime.touch(new double[3][], 1, 3);
        for (int[] range : new int[][] {{-1, 1}, {2, 1}, {0, N + 1}}) {
            assertThatThrownBy(() -> OffloadRuntime.touch(x, range[0], range[1]))
                    .isInstanceOf(IndexOutOfBoundsException.class);
        }
        assertThatThrownBy(() -> OffloadRuntime.touch(new double[3][], 1, 4))
                .isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void shouldHaveNoWorkersOnceClosed() {
        OffloadRuntime runtime = start(0.5, new FakeSource(worker));
        assertThat(runtime.workers()).isOne();
        runtime.close();
        assertThat(runtime.workers()).isZero();
        assertThat(runtime.report().lostWorkers()).isZero();
    }

    @Test
    void shouldRefuseASecondRuntimeWhileOneIsOpen() {
        try (OffloadRuntime first = start(0.5, new FakeSource(worker))) {
            FakeSource source = new FakeSource(spare);
            assertThatThrownBy(() -> start(0.5, source))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageStartingWith(
                            "thread '" + Thread.currentThread().getName() + "' has an OffloadRuntime open")
                    .hasMessageContaining("close that one first, or use it");
            assertThat(source.isClosed()).isTrue();
            try (OffloadRuntime off =
                    OffloadRuntime.start(DefaultOptions.of(new OffloadMode.Off()), new FakeSource(spare))) {
                assertThat(off.workers()).isZero();
            }
            line(-1);
            assertThat(first.report().iterationsRemote())
                    .as("the first one shares")
                    .isEqualTo(N / 2);
        }
        try (OffloadRuntime next = start(0.5, new FakeSource(spare))) {
            line(-1);
            assertThat(next.report().iterationsRemote()).as("so does the next").isEqualTo(N / 2);
        }
    }

    @Test
    void shouldSendUnchangedDataOnlyOnce() {
        try (OffloadRuntime _ = start(0.5, new FakeSource(worker))) {
            line(-1);
            assertThat(worker.residentWriteBytes).hasValue(500 * 8);

            line(-1);

            assertThat(worker.residentWriteBytes).hasValue(500 * 8);
            assertResult(2);
        }
    }

    @Test
    void shouldSendOnlyWrittenRangesThatTheWorkerNeeds() {
        try (OffloadRuntime _ = start(0.5, new FakeSource(worker))) {
            line(-1);
            double[] ones = new double[N];
            Arrays.fill(ones, 1);
            for (int[] range : new int[][] {{900, 910}, {100, 200}, {490, 510}}) {
                line.run(new Object[] {ones, x}, scalars(3, -1), NONE, range[0], range[1] - range[0]);
            }
            worker.residentWriteBytes.set(0);

            line(-1);

            assertThat(worker.residentWriteBytes).hasValue((10 + 10) * 8);
            assertThat(x[905]).isEqualTo(4);
            assertResult(2);
        }
    }

    @Test
    void shouldSendEverythingAgainWhenTheLogIsTooShort() {
        try (OffloadRuntime _ = start(0.5, new FakeSource(worker))) {
            line(-1);
            for (int i = 0; i < MORE_THAN_ARE_REMEMBERED; i++) {
                line.run(new Object[] {new double[N], x}, scalars(3, -1), NONE, 500 + 4 * i, 1);
            }
            worker.residentWriteBytes.set(0);

            line(-1);

            assertThat(worker.residentWriteBytes).hasValue(500 * 8);
            assertResult(2);
        }
    }

    @Test
    void shouldSendWhatAnotherLoopComputedHere() {
        try (OffloadRuntime _ = start(0.5, new FakeSource(worker))) {
            WovenLoop back = HandWoven.line();
            double[] expected = x.clone();
            for (int k = 0; k < 4; k++) {
                line(-1);
                back.run(new Object[] {y, x}, scalars(3, -1), NONE, 0, N - 100 * k);
                double[] before = expected.clone();
                for (int i = 0; i < N - 100 * k; i++) {
                    expected[i] = 3 * (2 * before[i] + 1) + 1;
                }
                assertThat(x).containsExactly(expected);
            }
        }
    }

    @Test
    void shouldCutPartsIntoChunksThatFitASlotAndKeepTwoInFlight() {
        FakeWorker small = new FakeWorker(2, 2048);
        try (OffloadRuntime runtime = start(1, new FakeSource(small))) {
            line(-1);

            assertResult(2);
            assertThat(small.invocations.get()).isGreaterThanOrEqualTo(5);
            assertThat(small.mostInFlight).hasValue(2);
            assertThat(runtime.report().iterationsRemote()).isEqualTo(N);
        }
    }

    @Test
    void shouldRecomputeLocallyWhatALostWorkerDidNotBring() {
        try (OffloadRuntime runtime = start(0.5, new FakeSource(worker.failing(Fault.LOSE, 2)))) {
            line(-1);

            assertResult(2);
            OffloadReport report = runtime.report();
            assertThat(report.lostWorkers()).isEqualTo(1);
            assertThat(report.iterationsRecomputed()).isBetween(250L, 500L);
            assertThat(report.iterationsLocal() + report.iterationsRemote() + report.iterationsRecomputed())
                    .isEqualTo(N);
            assertThat(report.residentBytes()).isZero();
        }
    }

    @Test
    void shouldLeaseAnotherWorkerForALostOne() throws InterruptedException {
        FakeSource source = new FakeSource(worker.failing(Fault.LOSE, 1), spare);
        OffloadOptions options = options(10_000, 20_000);
        try (OffloadRuntime runtime = OffloadRuntime.start(options, source)) {
            line(-1);
            while (runtime.workers() == 0) {
                Thread.sleep(10);
            }
            line(-1);

            assertResult(2);
            assertThat(spare.invocations.get()).isPositive();
            assertThat(runtime.report().leases()).isEqualTo(2);
        }
        assertThat(source.closedLeases).hasValue(2);
    }

    @Test
    void shouldNotWaitForAHangingWorkerBeyondTheDeadline() {
        OffloadOptions options = options(10_000, 1_000);
        try (OffloadRuntime runtime = OffloadRuntime.start(options, new FakeSource(worker.failing(Fault.HANG, 1)))) {
            long beginNs = System.nanoTime();
            line(-1);
            long tookNs = System.nanoTime() - beginNs;

            assertResult(2);
            assertThat(runtime.report().iterationsRecomputed()).isEqualTo(500);
            assertThat(runtime.report().lostWorkers()).isEqualTo(1);
            assertThat(runtime.report().waitedNs()).isPositive();
            assertThat(tookNs).as("the worker hangs for a minute").isLessThan(30_000_000_000L);
        }
    }

    @Test
    void shouldNotTakeAWorkerForLostThatComputesForLong() {
        double[] in = new double[900_000];
        double[] out = new double[in.length];
        OffloadOptions options = options(1, 10_000, 1_200);
        try (FakeWorker roomy = new FakeWorker(2, 8 << 20);
                OffloadRuntime runtime = OffloadRuntime.start(options, new FakeSource(roomy))) {
            HandWoven.slow(false).run(new Object[] {in, out}, NONE, NONE, 0, in.length);

            // some three seconds, of which nobody knew: in two chunks, each would have been late
            assertThat(runtime.report().lostWorkers()).isZero();
            assertThat(runtime.report().iterationsRemote()).isEqualTo(in.length);
        }
    }

    @Test
    void shouldShareEveryRunOfAFixedFractionOnceThereIsAWorkerAgain() throws InterruptedException {
        FakeSource source = new FakeSource(worker.failing(Fault.LOSE, 1));
        try (OffloadRuntime runtime = OffloadRuntime.start(options(10_000, 20_000), source)) {
            for (int i = 0; i < 8; i++) {
                line(-1);
            }
            source.add(spare);
            while (runtime.workers() == 0) {
                Thread.sleep(1);
            }
            long before = runtime.report().iterationsRemote();
            for (int i = 0; i < 10; i++) {
                line(-1);
            }
            assertThat(runtime.report().iterationsRemote() - before).isEqualTo(10 * N / 2);
        }
    }

    @Test
    void shouldSurfaceAKernelsExceptionFromTheRanksOwnExecution() {
        try (OffloadRuntime runtime = start(0.5, new FakeSource(worker))) {
            assertThatThrownBy(() -> line(800))
                    .isInstanceOf(ArithmeticException.class)
                    .hasMessage("bad index 800");

            long before = runtime.report().iterationsRemote();
            line(-1);
            assertResult(2);
            assertThat(runtime.report().iterationsRemote() - before).isEqualTo(N / 2);
            assertThat(runtime.report().lostWorkers()).isZero();
        }
    }

    @Test
    void shouldDrainWorkersWhenTheKernelThrowsInTheRanksPart() {
        try (OffloadRuntime runtime = start(0.5, new FakeSource(worker))) {
            assertThatThrownBy(() -> line(10)).hasMessage("bad index 10");

            long before = runtime.report().iterationsRemote();
            line(-1);

            assertResult(2);
            assertThat(runtime.report().iterationsRemote() - before).isEqualTo(N / 2);
            assertThat(runtime.report().lostWorkers()).isZero();
        }
    }

    @Test
    void shouldStayLocalWhenAWorkerHasNoMemory() {
        try (OffloadRuntime runtime = start(0.5, new FakeSource(worker.refusingMemory()))) {
            line(-1);
            line(-1);

            assertResult(2);
            assertThat(worker.invocations).hasValue(0);
            assertThat(runtime.report().lostWorkers()).isZero();
            assertThat(runtime.report().iterationsRecomputed())
                    .as("of the first run: then it is not asked again")
                    .isEqualTo(N / 2);
        }
    }

    @Test
    void shouldComputeLocallyWithoutWorkers() {
        OffloadOptions options = options(1, 20_000);
        try (OffloadRuntime runtime = OffloadRuntime.start(options, new FakeSource())) {
            line(-1);

            assertResult(2);
            assertThat(runtime.report().iterationsLocal()).isEqualTo(N);
            assertThat(runtime.report().leases()).isZero();
        }
    }

    @Test
    void shouldLeaveOutOfBoundsToTheRanksOwnExecution() {
        try (OffloadRuntime _ = start(1, new FakeSource(worker))) {
            assertThatThrownBy(() -> line.run(new Object[] {x, y}, scalars(2, -1), NONE, 0, N + 1))
                    .isInstanceOf(IndexOutOfBoundsException.class);
            assertThat(worker.invocations).hasValue(0);
        }
    }

    @Test
    void shouldShareALongLoopInAutoModeAndKeepAShortOneLocal() {
        try (OffloadRuntime runtime = start(worker)) {
            double[] in = new double[2000];
            double[] out = new double[2000];
            WovenLoop slow = HandWoven.slow(false);
            for (int i = 0; i < 200 && runtime.report().iterationsRemote() == 0; i++) {
                slow.run(new Object[] {in, out}, NONE, NONE, 0, in.length);
            }
            assertThat(runtime.report().iterationsRemote()).isPositive();

            int before = worker.invocations.get();
            for (int i = 0; i < 1000; i++) {
                if (line.wants(10)) {
                    line.run(new Object[] {x, y}, scalars(2, -1), NONE, 0, 10);
                }
            }
            assertThat(worker.invocations).hasValue(before);
        }
    }

    @Test
    void shouldSendAgainWhatAShortLoopWroteThatStayedOnTheRank() {
        try (OffloadRuntime runtime = start(worker)) {
            double[] in = new double[2000];
            double[] out = new double[in.length];
            double[] expected = new double[in.length];
            WovenLoop slow = HandWoven.slow(false);
            for (int i = 0; i < 500 && runtime.report().iterationsRemote() == 0; i++) {
                slow.run(new Object[] {in, out}, NONE, NONE, 0, in.length);
            }
            for (int i = 0; i < 10; i++) {
                line.run(new Object[] {x, y}, scalars(2, -1), NONE, 0, 10);
            }
            // where a worker has its part
            assertThat(line.wants(10)).as("it writes what may be stable").isTrue();
            line.run(new Object[] {new double[in.length], in}, scalars(2, -1), NONE, in.length - 10, 10);
            slow.local().run(new Object[] {in, expected}, NONE, NONE, 0, 0, in.length);

            long before = runtime.report().iterationsRemote();
            for (int i = 0; i < 500 && runtime.report().iterationsRemote() == before; i++) {
                slow.run(new Object[] {in, out}, NONE, NONE, 0, in.length);
                assertThat(out).containsExactly(expected);
            }
            assertThat(before).isPositive();
            assertThat(runtime.report().iterationsRemote()).isGreaterThan(before);
        }
    }

    @Test
    void shouldMakeRoomOnAWorkerOnceWhileRehearsalsGrow() {
        try (OffloadRuntime runtime = start(worker)) {
            double[] in = new double[20_000];
            double[] out = new double[in.length];
            WovenLoop slow = HandWoven.slow(false);
            for (int i = 0; i < 200 && runtime.report().iterationsRemote() == 0; i++) {
                slow.run(new Object[] {in, out}, NONE, NONE, 0, in.length);
            }

            assertThat(runtime.report().iterationsRemote()).isPositive();
            assertThat(worker.allocations).hasValue(1);
        }
    }

    @Test
    void shouldGiveWorkersThatComeInTheMiddleOfALongRunTheirPartOfIt() {
        try (OffloadRuntime runtime = start(worker)) {
            double[] in = new double[60_000];
            double[] out = new double[60_000];
            HandWoven.slow(false).run(new Object[] {in, out}, NONE, NONE, 0, in.length);

            assertThat(runtime.report().iterationsRemote()).isPositive();
            double[] expected = new double[in.length];
            HandWoven.slow(false).local().run(new Object[] {in, expected}, NONE, NONE, 0, 0, in.length);
            assertThat(out).containsExactly(expected);
        }
    }

    @Test
    void shouldTakeALoopAwayFromAWorkerWhoseRehearsalFails() {
        try (OffloadRuntime runtime = start(worker.refusingMemory())) {
            double[] in = new double[400_000];
            double[] out = new double[2000];
            WovenLoop slow = HandWoven.slow(true);
            for (int i = 0; i < 500 && runtime.report().iterationsRecomputed() == 0; i++) {
                slow.run(new Object[] {in, out}, NONE, NONE, 0, out.length);
            }
            assertThat(runtime.report().iterationsRecomputed()).isPositive();
            assertThat(runtime.report().lostWorkers()).isZero();
        }
    }

    /** A rehearsal of more chunks than slots, and arrays of other lengths by the time the slots are free. */
    @Test
    void shouldRehearseWhileTheLoopGoesOnWithOtherArrays() {
        try (FakeWorker small = new FakeWorker(2, 512);
                OffloadRuntime runtime = start(small)) {
            WovenLoop slow = HandWoven.slow(false);
            for (int i = 0; i < 2000 && runtime.report().iterationsRemote() == 0; i++) {
                int n = i % 2 == 0 ? 3000 : 700;
                slow.run(new Object[] {new double[n], new double[n]}, NONE, NONE, 0, n);
            }
            assertThat(runtime.report().lostWorkers()).isZero();
            assertThat(runtime.report().iterationsRemote()).isPositive();
        }
    }

    @Test
    void shouldNotWaitForAWorkerThatHangsInARehearsal() {
        OffloadOptions options = DefaultOptions.of(new OffloadMode.Auto());
        try (OffloadRuntime runtime = OffloadRuntime.start(options, new FakeSource(worker.failing(Fault.HANG, 1)))) {
            double[] in = new double[2000];
            WovenLoop slow = HandWoven.slow(false);
            for (int i = 0; i < 1000 && worker.invocations.get() == 0; i++) {
                slow.run(new Object[] {in, new double[2000]}, NONE, NONE, 0, in.length);
            }
            for (int i = 0; i < 3; i++) {
                slow.run(new Object[] {in, new double[2000]}, NONE, NONE, 0, in.length);
            }
            assertThat(worker.invocations).hasValue(1);
            assertThat(runtime.report().waitedNs()).isZero();
            assertThat(runtime.report().iterationsRemote()).isZero();
        }
    }

    @Test
    void shouldGiveNothingToAWorkerThatWasLostInARehearsal() throws InterruptedException {
        OffloadOptions options =
                new OffloadOptions(new OffloadMode.Auto(), 1, 1, 0.05, 0, 1, 0, 50_000_000, 1_000_000, 10_000_000);
        try (OffloadRuntime runtime = OffloadRuntime.start(options, new FakeSource(worker.failing(Fault.HANG, 1)))) {
            double[] in = new double[2000];
            WovenLoop slow = HandWoven.slow(false);
            while (runtime.report().lostWorkers() == 0) {
                slow.run(new Object[] {in, new double[2000]}, NONE, NONE, 0, in.length);
                Thread.sleep(1);
            }
            assertThat(worker.invocations).hasValue(1);
            assertThat(runtime.report().iterationsRecomputed()).isZero();
        }
    }

    @Test
    void shouldShareALoopWithMuchDataAsSoonAsItHasPaidForTheTransfer() throws InterruptedException {
        try (OffloadRuntime runtime = start(worker)) {
            double[] in = new double[400_000];
            double[] out = new double[200];
            WovenLoop slow = HandWoven.slow(true);
            while (runtime.workers() == 0) {
                Thread.sleep(1);
            }
            int runs = 0;
            while (worker.invocations.get() == 0 && runs < 500) {
                slow.run(new Object[] {in, out}, NONE, NONE, 0, out.length);
                runs++;
            }

            assertThat(runs)
                    .as("runs of some hundred microseconds for 3 MB to bring")
                    .isLessThan(200);
        }
    }

    @Test
    void shouldGiveBackALeaseThatEndsWithoutALoop() throws InterruptedException {
        FakeSource source = new FakeSource(worker);
        try (OffloadRuntime _ = start(0.5, source)) {
            source.endLeases();
            awaitClosedLease(source);
        }
    }

    @Test
    void shouldHoldALeaseThatEndsInALoopUntilThatHasItsResults() throws InterruptedException {
        FakeSource source = new FakeSource(worker);
        try (OffloadRuntime runtime = start(0.5, source)) {
            AtomicInteger ownParts = new AtomicInteger();
            LocalBody ending = (references, scalars, results, start, from, to) -> {
                if (ownParts.getAndIncrement() == 0) {
                    worker.awaitIdle();
                    endLeasesAndWait(source);
                    assertThat(runtime.workers()).isZero();
                    assertThat(source.closedLeases).hasValue(0);
                }
                line.local().run(references, scalars, results, start, from, to);
            };
            new WovenLoop(line.descriptor(), ending, HandWoven.class)
                    .run(new Object[] {x, y}, scalars(2, -1), NONE, 0, N);

            assertResult(2);
            assertThat(runtime.report().iterationsRemote()).isEqualTo(N / 2);
            assertThat(runtime.report().iterationsRecomputed()).isZero();
            awaitClosedLease(source);
        }
    }

    private static void endLeasesAndWait(FakeSource source) {
        try {
            source.endLeases();
            source.awaitLook();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void shouldGiveBackALeaseThatEndsAfterTheLastLoop() throws InterruptedException {
        FakeSource source = new FakeSource(worker);
        try (OffloadRuntime runtime = start(0.5, source)) {
            line(-1);
            assertThat(runtime.report().iterationsRemote()).isPositive();
            source.endLeases();
            awaitClosedLease(source);
            line(-1);
            assertResult(2);
        }
    }

    @Test
    void shouldNotRenewALeaseThatHasLostAWorker() throws InterruptedException {
        FakeWorker lost = new FakeWorker(2, 4096).failing(Fault.LOSE, 1);
        FakeSource source = new FakeSource(worker, lost);
        OffloadOptions options = DefaultOptions.of(new OffloadMode.Fixed(0.9)).withWorkers(2);
        try (lost;
                OffloadRuntime runtime = OffloadRuntime.start(options, source)) {
            line(-1);
            assertThat(runtime.report().lostWorkers()).isOne();
            source.letLeasesRunOut();
            source.awaitLook();
            assertThat(source.renewals).hasValue(0);
            assertResult(2);
        }
    }

    private static void awaitClosedLease(FakeSource source) throws InterruptedException {
        while (source.closedLeases.get() == 0) {
            Thread.sleep(10);
        }
        assertThat(source.closedLeases).hasValue(1);
    }

    private static OffloadOptions options(long startWaitMs, long answerTimeoutMs) {
        return options(0.5, startWaitMs, answerTimeoutMs);
    }

    private static OffloadOptions options(double fraction, long startWaitMs, long answerTimeoutMs) {
        return new OffloadOptions(
                new OffloadMode.Fixed(fraction),
                1,
                1,
                0.05,
                0,
                1,
                startWaitMs * 1_000_000,
                answerTimeoutMs * 1_000_000,
                1_000_000,
                10_000_000);
    }

    private void line(int badIndex) {
        line.run(new Object[] {x, y}, scalars(2, badIndex), NONE, 0, N);
    }

    private static long[] scalars(double factor, int badIndex) {
        return new long[] {Double.doubleToRawLongBits(factor), badIndex};
    }

    private static OffloadRuntime start(FakeWorker worker) {
        return OffloadRuntime.start(DefaultOptions.of(new OffloadMode.Auto()), new FakeSource(worker));
    }

    private static OffloadRuntime start(double fraction, FakeSource source) {
        return OffloadRuntime.start(DefaultOptions.of(new OffloadMode.Fixed(fraction)), source);
    }

    private void assertResult(double factor) {
        for (int i = 0; i < N; i++) {
            assertThat(y[i]).as("y[%d]", i).isEqualTo(factor * x[i] + 1);
        }
    }
}
