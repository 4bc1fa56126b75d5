package org.rfaas.offload.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.rfaas.offload.plan.Split;
import org.rfaas.offload.report.OffloadReport;
import org.rfaas.offload.worker.FakeWorker;
import org.rfaas.offload.worker.FakeWorker.Fault;
import org.rfaas.offload.woven.HandWoven;

class LoopTeamTest {
    private static final int N = 1000;

    private final double[] x = new double[N];
    private final double[] y = new double[N];
    private final FakeWorker worker = new FakeWorker(4, 64 << 10);
    private final FakeWorker other = new FakeWorker(4, 64 << 10);

    @AfterEach
    void closeWorkers() {
        worker.close();
        other.close();
    }

    /** {@code y = 3 x + 1} */
    private TeamRun line() {
        Arrays.setAll(x, i -> i);
        Arrays.fill(y, 0);
        return new TeamRun(HandWoven.line(), new Object[] {x, y}, new long[] {Double.doubleToRawLongBits(3), -1}, N);
    }

    private void assertRight() {
        assertThat(y)
                .containsExactly(Arrays.stream(x).map(value -> 3 * value + 1).toArray());
    }

    private OffloadReport runWhenIdle(FakeWorker port, Split split, boolean mayShift) {
        TeamRun line = line();
        line.run(
                split,
                (lo, hi) -> {
                    port.awaitIdle();
                    line.compute(lo, hi);
                },
                mayShift,
                port);
        assertRight();
        return line.report();
    }

    @Test
    void shouldHandOverToAWorkerThatIsDoneWhatTheRankHasNotBegun() {
        OffloadReport report = runWhenIdle(worker, new Split(0, 500, N), true);

        // half of what was left, and more each time that was done
        assertThat(report.iterationsRemote()).isGreaterThan(650);
    }

    @Test
    void shouldTakeOverWhatAWorkerHasNotBegun() {
        TeamRun line = line();
        worker.hold();
        line.run(
                new Split(0, 500, N),
                (lo, hi) -> {
                    if (lo >= 500) {
                        worker.letGo();
                    }
                    line.compute(lo, hi);
                },
                true,
                worker);

        assertRight();
        assertThat(line.report().iterationsLocal()).isGreaterThan(500);
    }

    @Test
    void shouldLeaveItAtThePartOfAWorkerThatHasNoMemoryForMore() {
        worker.refusingMoreThan(500 * Double.BYTES);
        OffloadReport report = runWhenIdle(worker, new Split(0, 500, N), true);

        assertThat(report.iterationsRemote()).isEqualTo(500);
        assertThat(report.iterationsRecomputed()).isZero();
    }

    @Test
    void shouldLeaveWhatAWorkerHasThatHasNoMemoryForMore() {
        worker.refusingMoreThan(500 * Double.BYTES);
        TeamRun line = line();
        line.run(
                4,
                new Split(0, 500, N),
                (lo, hi) -> {
                    worker.awaitIdle();
                    line.compute(lo, hi);
                },
                true,
                worker);

        assertRight();
        // had more room been tried to be made, what was there would have been freed before, and gone there again
        assertThat(worker.residentWriteBytes).hasValue(500 * Double.BYTES);
    }

    @Test
    void shouldKeepToTheSplitWhenToldTo() {
        OffloadReport report = runWhenIdle(worker, new Split(0, 500, N), false);

        assertThat(report.iterationsRemote()).isEqualTo(500);
    }

    @Test
    void shouldKeepAWorkerBusyInTheFirstRunOfALoop() {
        TeamRun line = line().neverTimed();
        AtomicInteger whileTheRankComputes = new AtomicInteger();
        line.run(
                new Split(0, 500, N),
                (lo, hi) -> {
                    worker.awaitIdle();
                    whileTheRankComputes.set(worker.invocations.get());
                    line.compute(lo, hi);
                },
                false,
                worker);

        assertRight();
        assertThat(whileTheRankComputes.get())
                .as("more than was submitted at the start")
                .isGreaterThan(worker.invocations.get() / 4);
    }

    @Test
    void shouldComputeWhatAWorkerFailsOnAfterItTookMoreOver() {
        runWhenIdle(worker, new Split(0, 500, N), false);
        int chunksOfItsOwn = worker.invocations.get();
        try (FakeWorker failing = new FakeWorker(4, 64 << 10).failing(Fault.THROW, chunksOfItsOwn + 1)) {
            OffloadReport report = runWhenIdle(failing, new Split(0, 500, N), true);

            assertThat(report.iterationsRecomputed()).isPositive();
        }
    }

    /** The second chunk is under way when the first one fails. */
    @Test
    void shouldGoOnWithItsOwnPartWhileAWorkerStillComputesWhatNobodyNeeds() {
        TeamRun line = line();
        worker.failing(Fault.THROW, 1).holdingAt(2);
        line.run(
                new Split(0, 500, N),
                (lo, hi) -> {
                    while (worker.invocations.get() < 2) {
                        Thread.onSpinWait();
                    }
                    if (hi == 500) {
                        worker.letGo();
                    }
                    line.compute(lo, hi);
                },
                false,
                worker);

        assertRight();
        assertThat(line.report().iterationsRecomputed()).isEqualTo(500);
        assertThat(worker.inFlight()).isZero();
    }

    @Test
    void shouldComputeThePartOfANeighbourThatIsLostInMidRun() {
        TeamRun line = line();
        worker.hold();
        line.run(
                new Split(0, 400, 700, N),
                (lo, hi) -> {
                    if (lo >= 100) {
                        worker.lose();
                    }
                    line.compute(lo, hi);
                },
                true,
                worker,
                other);
        worker.letGo();

        assertRight();
        assertThat(line.report().iterationsRecomputed()).isEqualTo(300);
        assertThat(line.report().iterationsRemote()).isPositive();
    }

    /** With the part that it has done already, and that it keeps. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldComputeWhatANeighbourWasGivenAndDidNotLiveToDo(boolean isDataThere) {
        TeamRun line = line();
        // the first is of its own part
        worker.losingAtWrite(2, isDataThere);
        line.run(
                new Split(0, 400, 700, N),
                (lo, hi) -> {
                    worker.awaitIdle();
                    line.compute(lo, hi);
                },
                true,
                worker,
                other);

        assertRight();
        assertThat(line.report().iterationsRemote()).isGreaterThan(300);
        if (isDataThere) {
            assertThat(line.report().iterationsRecomputed())
                    .as("what it was given")
                    .isPositive();
        }
    }

    @Test
    void shouldLeaveNothingInFlightWhenAnErrorKeepsAPartFromBeginning() {
        TeamRun line = line();
        worker.pause(50_000_000);
        assertThatExceptionOfType(NoClassDefFoundError.class)
                .isThrownBy(() -> line.run(new Split(0, 400, 700, N), line::compute, true, worker, other.unloadable()));
        assertThat(worker.inFlight()).as("of the part that has begun").isZero();
    }

    /** A worker's answers that are due are on their way when the rank throws in what it took back from the next worker. */
    @Test
    void shouldBringHomeAllThatComesBeforeWhatTheRankThrows() {
        TeamRun line = line();
        worker.hold();
        other.hold();
        assertThatExceptionOfType(ArithmeticException.class)
                .isThrownBy(() -> line.run(
                        new Split(0, 100, 600, N),
                        (lo, hi) -> {
                            if (lo >= 600) {
                                worker.letGo();
                                other.letGo();
                                throw new ArithmeticException();
                            }
                            line.compute(lo, hi);
                        },
                        true,
                        worker,
                        other));
        assertRight(0, 600);
        assertThat(worker.inFlight() + other.inFlight()).isZero();
    }

    /** The worker that comes last fails first. */
    @Test
    void shouldComputeInTheOrderOfTheSourceWhatWorkersFailedOn() {
        TeamRun line = line();
        worker.failing(Fault.THROW, 1);
        other.failing(Fault.THROW, 1);
        assertThatExceptionOfType(ArithmeticException.class)
                .isThrownBy(() -> line.run(
                        new Split(0, 100, 600, N),
                        (lo, hi) -> {
                            worker.awaitIdle();
                            other.awaitIdle();
                            if (hi > 600) {
                                throw new ArithmeticException();
                            }
                            line.compute(lo, hi);
                        },
                        false,
                        worker,
                        other));
        assertRight(0, 600);
    }

    @Test
    void shouldRunAllThatComesBeforeInALoopThatCountsDown() {
        TeamRun line = line().descending();
        worker.failing(Fault.THROW, 1);
        assertThatExceptionOfType(ArithmeticException.class)
                .isThrownBy(() -> line.run(
                        new Split(0, 400, 700, N),
                        (lo, hi) -> {
                            if (lo == 0) {
                                throw new ArithmeticException();
                            }
                            line.compute(lo, hi);
                        },
                        true,
                        worker,
                        other));
        assertThat(y[0]).isZero();
        int first = firstWritten();
        assertThat(first).isLessThan(100);
        assertRight(first, N);
    }

    @Test
    void shouldThrowWhatComesFirstInALoopThatCountsDown() {
        TeamRun line = line().descending();
        assertThatExceptionOfType(ArithmeticException.class)
                .isThrownBy(() -> line.run(
                        new Split(0, 400, 700, N),
                        (lo, hi) -> {
                            throw new ArithmeticException(lo == 0 ? "last" : "first");
                        },
                        true,
                        worker,
                        other))
                .withMessage("first");
        assertRight(400, N);
    }

    /** A method that a body calls may throw one; the caller of the loop declares it. */
    @Test
    void shouldRunAllThatComesBeforeACheckedExceptionInALoopThatCountsDown() {
        TeamRun line = line().descending();
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> line.run(
                        new Split(0, 500, N),
                        (lo, hi) -> {
                            if (lo == 0) {
                                LoopTeamTest.<RuntimeException>raise(new IOException());
                            }
                            line.compute(lo, hi);
                        },
                        true,
                        worker));
        int first = firstWritten();
        assertThat(first).isLessThan(100);
        assertRight(first, N);
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    private static <E extends Throwable> void raise(Throwable e) throws E {
        throw (E) e;
    }

    private int firstWritten() {
        int first = 0;
        while (y[first] == 0) {
            first++;
        }
        return first;
    }

    private void assertRight(int from, int to) {
        assertThat(Arrays.copyOfRange(y, from, to))
                .containsExactly(
                        Arrays.stream(x, from, to).map(value -> 3 * value + 1).toArray());
    }
}
