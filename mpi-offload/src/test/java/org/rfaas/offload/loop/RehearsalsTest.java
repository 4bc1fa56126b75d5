package org.rfaas.offload.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;
import org.rfaas.function.FunctionBundle;
import org.rfaas.offload.kernel.WovenFunction;
import org.rfaas.offload.plan.LearntCost;
import org.rfaas.offload.pool.RemoteWorker;
import org.rfaas.offload.report.Counters;
import org.rfaas.offload.runtime.BoundLoop;
import org.rfaas.offload.worker.FakeWorker;
import org.rfaas.offload.woven.HandWoven;

/** Of a loop whose iterations are said to take the rank a microsecond each, on a worker that takes what it is told to. */
class RehearsalsTest {
    private static final int TRIPS = 1_000_000;
    private static final long RANK_NS = 1_000;
    private static final long TIMEOUT_NS = 10_000_000_000L;
    private static final LoopArgument[] NONE = {};
    private static final FunctionBundle BUNDLE = FunctionBundle.of(WovenFunction.class);

    private final ScriptedWorker port = new ScriptedWorker();
    private final Counters counters = new Counters();
    private final RemoteWorker worker = new RemoteWorker("1.0", port, counters);
    private final OwnExecution own = new OwnExecution(counters, false, System::nanoTime);
    private final LearntCost learnt = new LearntCost(own.pace());
    private final RemotePart part =
            new RemotePart(worker, new ShippedLoop(BUNDLE, "Line", NONE, new long[0], new long[0]), own, counters);
    private final Rehearsals rehearsals = new Rehearsals(worker, part, own, learnt);

    RehearsalsTest() {
        own.begin(TRIPS);
        own.observe(0, TRIPS, TRIPS * RANK_NS);
    }

    private int rehearse(long nsPerIteration) {
        int from = rehearsals.start(0, TRIPS);
        port.nsPerIteration = nsPerIteration;
        rehearsals.send(from, TRIPS, TIMEOUT_NS);
        return TRIPS - from;
    }

    @Test
    void shouldBeSmallPartsAtTheEnd() {
        assertThat(rehearse(2 * RANK_NS)).as("2 ms on the rank").isEqualTo(2_000);
        assertThat(worker.attend()).isTrue();
        assertThat(TRIPS - rehearsals.start(0, TRIPS)).as("8 ms on the worker").isEqualTo(4_000);
        assertThat(rehearsals.start(TRIPS - 5, TRIPS)).isEqualTo(TRIPS - 5);
    }

    @Test
    void shouldBeEnoughOnceTheWorkerIsNearlyAsFastAsTheRank() {
        rehearse(3 * RANK_NS / 2);
        assertThat(rehearsals.attend()).isTrue();
        assertThat(rehearsals.areEnough()).isFalse();
        rehearse(5 * RANK_NS / 4);
        assertThat(rehearsals.attend()).isTrue();
        assertThat(rehearsals.areEnough()).isTrue();
        rehearsals.again();
        assertThat(rehearsals.areEnough()).isFalse();
    }

    @Test
    void shouldBeEnoughAfterTwoTenthsOfASecondAndLaterAfterAFifthOfThat() {
        shouldBeEnoughAfter(200);
        rehearsals.again();
        shouldBeEnoughAfter(40);
    }

    private void shouldBeEnoughAfter(int ms) {
        long rehearsedNs = 0;
        while (!rehearsals.areEnough()) {
            assertThat(rehearsedNs).isLessThan(ms * 1_000_000L);
            rehearse(10 * RANK_NS);
            assertThat(rehearsals.attend()).isTrue();
            rehearsedNs += part.executionNs();
        }
        assertThat(rehearsedNs).isGreaterThanOrEqualTo(ms * 1_000_000L);
    }

    @Test
    void shouldBeOverWithAWorkerThatIsLost() {
        port.isLost = true;
        rehearse(RANK_NS);
        assertThat(worker.isLost()).isTrue();
        assertThat(worker.attend()).isTrue();
        assertThat(rehearsals.areEnough()).isTrue();
        assertThat(counters.iterationsRemote()).isZero();
    }

    @Test
    void shouldKeepTheWorkerBusyWithWhatAnErrorLeftOnItsWay() {
        port.answers = false;
        port.submits = 1;
        assertThatExceptionOfType(NoClassDefFoundError.class).isThrownBy(() -> rehearse(RANK_NS));
        assertThat(worker.attend()).isFalse();
        port.answers = true;
        assertThat(worker.attend()).isTrue();
    }

    /** What comes last has run before the worker came, and is its part in the next run. */
    @Test
    void shouldMakeRoomForAllOfALoopThatCountsDown() {
        int trips = 1000;
        BoundLoop line = new BoundLoop(
                HandWoven.line(), new Object[] {new double[trips], new double[trips]}, new long[] {0, -1}, trips);
        try (FakeWorker fake = new FakeWorker(2, 64 << 10)) {
            RemoteWorker remote = new RemoteWorker("1.1", fake, counters);
            OwnExecution ofLine = new OwnExecution(counters, true, System::nanoTime);
            RemotePart ofRemote = new RemotePart(remote, TeamRun.shipped(line), ofLine, counters);
            ofLine.begin(trips);
            new Rehearsals(remote, ofRemote, ofLine, learnt).send(400, 500, TIMEOUT_NS);
            fake.awaitIdle();
            assertThat(remote.attend()).isTrue();

            ofRemote.begin(500, trips, 0, TIMEOUT_NS);
            ofRemote.drain();

            assertThat(fake.allocations).hasValue(1);
        }
    }

    @Test
    void shouldCommitNothing() {
        rehearse(RANK_NS);
        assertThat(rehearsals.attend()).isTrue();
        assertThat(counters.iterationsRemote()).isZero();
    }
}
