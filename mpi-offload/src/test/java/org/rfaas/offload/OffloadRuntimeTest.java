package org.rfaas.offload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.ejml.data.DMatrixRMaj;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.rfaas.offload.FakeWorker.Fault;
import org.rfaas.offload.plan.Footprint;

class OffloadRuntimeTest {
    private static final int N = 1000;

    private final double[] x = IntStream.range(0, N).mapToDouble(i -> i * 0.5).toArray();
    private final double[] y = new double[N];
    private final OffloadArray xHandle = OffloadArray.of(x);
    private final OffloadArray yHandle = OffloadArray.of(y);
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
            axpy(runtime).run(0, N);

            assertResult(2);
            OffloadReport report = runtime.report();
            assertThat(report.iterationsLocal()).isEqualTo(750);
            assertThat(report.iterationsRemote()).isEqualTo(250);
            assertThat(report.iterationsRecomputed()).isZero();
            assertThat(report.bytesReceived()).isEqualTo(250 * 8);
            assertThat(report.leases()).isEqualTo(1);
        }
    }

    @Test
    void shouldSendUnchangedDataOnlyOnce() {
        try (OffloadRuntime runtime = start(0.5, new FakeSource(worker))) {
            ParallelLoop loop = axpy(runtime);
            loop.run(0, N);
            assertThat(worker.residentWriteBytes).hasValue(500 * 8);

            loop.run(0, N);

            assertThat(worker.residentWriteBytes).hasValue(500 * 8);
            assertResult(2);
        }
    }

    @Test
    void shouldSendOnlyTouchedRangesThatTheWorkerNeeds() {
        try (OffloadRuntime runtime = start(0.5, new FakeSource(worker))) {
            ParallelLoop loop = axpy(runtime);
            loop.run(0, N);
            worker.residentWriteBytes.set(0);
            Arrays.fill(x, 100, 200, 7);
            Arrays.fill(x, 490, 510, 8);
            Arrays.fill(x, 900, 910, 9);
            xHandle.touch(900, 910);
            xHandle.touch(100, 200);
            xHandle.touch(490, 510);

            loop.run(0, N);

            assertThat(worker.residentWriteBytes).hasValue((10 + 10) * 8);
            assertResult(2);
        }
    }

    @Test
    void shouldSendEverythingAgainWhenTheLogIsTooShort() {
        try (OffloadRuntime runtime = start(0.5, new FakeSource(worker))) {
            ParallelLoop loop = axpy(runtime);
            loop.run(0, N);
            worker.residentWriteBytes.set(0);
            for (int i = 0; i < 2 * TouchLog.CAPACITY; i++) {
                int at = 500 + 4 * i;
                x[at] = -i;
                xHandle.touch(at, at + 1);
            }

            loop.run(0, N);

            assertThat(worker.residentWriteBytes).hasValue(500 * 8);
            assertResult(2);
        }
    }

    @Test
    void shouldSendWhatAnotherLoopComputedHere() {
        try (OffloadRuntime runtime = start(0.5, new FakeSource(worker))) {
            ParallelLoop forth = axpy(runtime);
            ParallelLoop back = runtime.loop("back", new AxpyKernel())
                    .read(yHandle, Footprint.element())
                    .write(xHandle, Footprint.element())
                    .scalar(3.0)
                    .scalar(-1)
                    .build();
            double[] expected = x.clone();
            for (int k = 0; k < 4; k++) {
                forth.run(0, N);
                back.run(0, N - 100 * k);
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
            axpy(runtime).run(0, N);

            assertResult(2);
            assertThat(small.invocations.get()).isGreaterThanOrEqualTo(5);
            assertThat(small.mostInFlight).hasValue(2);
            assertThat(runtime.report().iterationsRemote()).isEqualTo(N);
        }
    }

    @Test
    void shouldRecomputeLocallyWhatALostWorkerDidNotBring() {
        try (OffloadRuntime runtime = start(0.5, new FakeSource(worker.failing(Fault.LOSE, 2)))) {
            axpy(runtime).run(0, N);

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
            ParallelLoop loop = axpy(runtime);
            loop.run(0, N);
            for (int i = 0; i < 200 && runtime.workers() == 0; i++) {
                Thread.sleep(10);
            }
            loop.run(0, N);

            assertResult(2);
            assertThat(spare.invocations.get()).isPositive();
            assertThat(runtime.report().leases()).isEqualTo(2);
        }
        assertThat(source.closedLeases).hasValue(2);
    }

    @Test
    void shouldNotWaitForAHangingWorkerBeyondTheDeadline() {
        OffloadOptions options = options(10_000, 100);
        try (OffloadRuntime runtime = OffloadRuntime.start(options, new FakeSource(worker.failing(Fault.HANG, 1)))) {
            axpy(runtime).run(0, N);

            assertResult(2);
            assertThat(runtime.report().iterationsRecomputed()).isEqualTo(500);
            assertThat(runtime.report().lostWorkers()).isEqualTo(1);
            assertThat(runtime.report().waitedNs()).isGreaterThan(50_000_000);
        }
    }

    @Test
    void shouldSurfaceAKernelsExceptionFromTheRanksOwnExecution() {
        try (OffloadRuntime runtime = start(0.5, new FakeSource(worker))) {
            ParallelLoop loop = axpy(runtime);
            loop.set(3, 800);

            assertThatThrownBy(() -> loop.run(0, N))
                    .isInstanceOf(ArithmeticException.class)
                    .hasMessage("bad index 800");

            loop.set(3, -1);
            loop.run(0, N);
            assertResult(2);
            assertThat(runtime.report().lostWorkers()).isZero();
        }
    }

    @Test
    void shouldDrainWorkersWhenTheKernelThrowsInTheRanksPart() {
        try (OffloadRuntime runtime = start(0.5, new FakeSource(worker))) {
            ParallelLoop loop = axpy(runtime);
            loop.set(3, 10);
            assertThatThrownBy(() -> loop.run(0, N)).hasMessage("bad index 10");

            loop.set(3, -1);
            loop.run(0, N);

            assertResult(2);
            assertThat(runtime.report().lostWorkers()).isZero();
        }
    }

    @Test
    void shouldStayLocalWhenAWorkerHasNoMemory() {
        try (OffloadRuntime runtime = start(0.5, new FakeSource(worker.refusingMemory()))) {
            ParallelLoop loop = axpy(runtime);
            loop.run(0, N);
            loop.run(0, N);

            assertResult(2);
            assertThat(worker.invocations).hasValue(0);
            assertThat(runtime.report().lostWorkers()).isZero();
        }
    }

    @Test
    void shouldComputeLocallyWithoutWorkers() {
        OffloadOptions options = options(1, 20_000);
        try (OffloadRuntime runtime = OffloadRuntime.start(options, new FakeSource())) {
            axpy(runtime).run(0, N);

            assertResult(2);
            assertThat(runtime.report().iterationsLocal()).isEqualTo(N);
            assertThat(runtime.report().leases()).isZero();
        }
    }

    @Test
    void shouldLeaveOutOfBoundsToTheRanksOwnExecution() {
        try (OffloadRuntime runtime = start(1, new FakeSource(worker))) {
            ParallelLoop loop = axpy(runtime);

            assertThatThrownBy(() -> loop.run(0, N + 1)).isInstanceOf(IndexOutOfBoundsException.class);
            assertThat(worker.invocations).hasValue(0);
        }
    }

    @Test
    void shouldRenewLeasesBeforeTheyEnd() throws InterruptedException {
        FakeSource source = new FakeSource(worker).lasting(600_000_000);
        try (OffloadRuntime runtime = start(0.5, source)) {
            Thread.sleep(1_500);
            assertThat(runtime.workers()).isEqualTo(1);
            assertThat(source.renewals.get()).isGreaterThanOrEqualTo(2);
        }
    }

    @Test
    void shouldShareALongLoopInAutoModeAndKeepAShortOneLocal() {
        try (OffloadRuntime runtime =
                OffloadRuntime.start(OffloadOptions.of(new OffloadMode.Auto()), new FakeSource(worker))) {
            double[] in = new double[2000];
            double[] out = new double[2000];
            ParallelLoop slow = runtime.loop("slow", new SlowKernel())
                    .read(OffloadArray.of(in), Footprint.element())
                    .write(OffloadArray.of(out), Footprint.element())
                    .build();
            for (int i = 0; i < 200 && runtime.report().iterationsRemote() == 0; i++) {
                slow.run(0, in.length);
            }
            assertThat(runtime.report().iterationsRemote()).isPositive();

            int before = worker.invocations.get();
            ParallelLoop shortLoop = axpy(runtime);
            for (int i = 0; i < 1000; i++) {
                shortLoop.run(0, 10);
            }
            assertThat(worker.invocations).hasValue(before);
        }
    }

    @Test
    void shouldShareALoopWithMuchDataAsSoonAsItHasPaidForTheTransfer() throws InterruptedException {
        try (OffloadRuntime runtime =
                OffloadRuntime.start(OffloadOptions.of(new OffloadMode.Auto()), new FakeSource(worker))) {
            double[] in = new double[400_000];
            double[] out = new double[200];
            ParallelLoop slow = runtime.loop("slow", new SlowKernel())
                    .read(OffloadArray.of(in), Footprint.whole())
                    .write(OffloadArray.of(out), Footprint.element())
                    .build();
            while (runtime.workers() == 0) {
                Thread.sleep(1);
            }
            int runs = 0;
            while (runtime.report().iterationsRemote() == 0 && runs < 500) {
                slow.run(0, out.length);
                runs++;
            }

            assertThat(runs)
                    .as("runs of some hundred microseconds for 3 MB to bring")
                    .isLessThan(50);
        }
    }

    @Test
    void shouldRefuseALoopThatReadsAnArrayItWrites() {
        try (OffloadRuntime runtime = OffloadRuntime.local()) {
            double[] values = new double[10];
            LoopBuilder builder = runtime.loop("alias", new AxpyKernel())
                    .read(OffloadArray.of(values), Footprint.element())
                    .write(OffloadArray.of(values), Footprint.element())
                    .scalar(2.0)
                    .scalar(1);

            assertThatThrownBy(builder::build)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("same array");
        }
    }

    @Test
    void shouldRefuseAMatrixThatGotOtherStorage() {
        DMatrixRMaj matrix = new DMatrixRMaj(10, 10);
        try (OffloadRuntime runtime = start(0.5, new FakeSource(worker))) {
            ParallelLoop loop = runtime.loop("matrix", new AxpyKernel())
                    .read(OffloadArray.of(matrix), Footprint.element())
                    .write(yHandle, Footprint.element())
                    .scalar(2.0)
                    .scalar(-1)
                    .build();
            loop.run(0, 100);
            matrix.reshape(20, 20);

            assertThatThrownBy(() -> loop.run(0, 100))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("other storage");
        }
    }

    @Test
    void shouldRefuseFootprintsInWhichIterationsWriteTheSameElement() {
        assertThatThrownBy(() ->
                        OffloadRuntime.local().loop("bad", new AxpyKernel()).write(yHandle, Footprint.affine(1, 0, 1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("same elements");
    }

    @Test
    void shouldRunWithoutARuntimesHelp() {
        ParallelLoop loop = axpy(OffloadRuntime.local());
        loop.run(0, N);
        assertResult(2);
    }

    @Test
    void shouldMergeReports() {
        OffloadReport one = new OffloadReport(1, 2, 3, 4, 5, 6, 7, 8, 9, 10);
        assertThat(one.merge(one)).isEqualTo(new OffloadReport(2, 4, 6, 8, 10, 12, 14, 16, 18, 20));
        assertThat(OffloadReport.fromLongs(one.toLongs(), 0)).isEqualTo(one);
        assertThat(one.toString()).contains("1 iterations local, 2 remote (33.3%), 3 recomputed");
    }

    private static OffloadOptions options(long startWaitMs, long answerTimeoutMs) {
        return new OffloadOptions(
                new OffloadMode.Fixed(0.5),
                1,
                startWaitMs * 1_000_000,
                answerTimeoutMs * 1_000_000,
                1_000_000,
                10_000_000,
                true);
    }

    private ParallelLoop axpy(OffloadRuntime runtime) {
        return runtime.loop("axpy", new AxpyKernel())
                .read(xHandle, Footprint.element())
                .write(yHandle, Footprint.element())
                .scalar(2.0)
                .scalar(-1)
                .build();
    }

    private static OffloadRuntime start(double fraction, FakeSource source) {
        return OffloadRuntime.start(OffloadOptions.of(new OffloadMode.Fixed(fraction)), source);
    }

    private void assertResult(double factor) {
        for (int i = 0; i < N; i++) {
            assertThat(y[i]).as("y[%d]", i).isEqualTo(factor * x[i] + 1);
        }
    }
}
