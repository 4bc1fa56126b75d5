package org.rfaas.offload.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class LearntCostTest {
    /** Parts, or rehearsals, before which none decides. */
    private static final int PARTS_TO_DECIDE = 9;

    private static final int WORK = 1000;

    private final Pace rank = new Pace();
    private final LearntCost learnt = new LearntCost(rank);

    /** The rank takes 100 ns a unit. */
    private void timeRank() {
        rank.observe(WORK, 100_000);
    }

    private void rehearse(int times, long nsPerUnit, long sendingNsPerUnit) {
        for (int i = 0; i < times; i++) {
            learnt.observeRehearsal(WORK, WORK * nsPerUnit, WORK * sendingNsPerUnit);
        }
    }

    private void bring(int times, long nsPerUnit, long handlingNsPerUnit, long overheadNs, boolean wasAwaited) {
        for (int i = 0; i < times; i++) {
            learnt.observePart(WORK, WORK * nsPerUnit, WORK * handlingNsPerUnit, overheadNs, wasAwaited);
        }
    }

    @Test
    void shouldTakeAWorkerThatNobodyKnowsForAsFastAsTheRank() {
        assertThat(learnt.nsPerUnit()).isZero();
        timeRank();
        assertThat(learnt.nsPerUnit()).isEqualTo(100);
        assertThat(learnt.isTried()).isFalse();
    }

    @Test
    void shouldTakeAWorkerForAsFastAsItRehearsedUntilItHasBroughtEnoughParts() {
        timeRank();
        rehearse(1, 150, 1);
        assertThat(learnt.nsPerUnit()).isEqualTo(150);
        bring(PARTS_TO_DECIDE - 1, 10_000, 1, 0, true);
        assertThat(learnt.isTried()).isTrue();
        assertThat(learnt.nsPerUnit()).isEqualTo(150);
        bring(1, 10_000, 1, 0, true);
        assertThat(learnt.hasToldEnough()).isTrue();
        assertThat(learnt.nsPerUnit()).isEqualTo(10_000);
    }

    @Test
    void shouldBelieveAWorkerAtOnceThatIsFasterThanItRehearsed() {
        rehearse(1, 150, 1);
        bring(1, 50, 1, 0, true);
        assertThat(learnt.nsPerUnit()).isEqualTo(50);
    }

    @Test
    void shouldKnowWhatSendingTakesAfterEnoughRehearsals() {
        rehearse(PARTS_TO_DECIDE - 1, 150, 30);
        assertThat(learnt.sendingCost().nsPerUnit()).isZero();
        rehearse(1, 150, 30);
        assertThat(learnt.sendingCost().nsPerUnit()).isEqualTo(30);
        assertThat(learnt.cost().handling()).isEqualTo(learnt.sendingCost());
        bring(PARTS_TO_DECIDE, 150, 40, 0, true);
        assertThat(learnt.cost().handling().nsPerUnit()).as("with committing").isEqualTo(40);
    }

    @Test
    void shouldAssumeLessOverheadAsLongAsNobodyWaitsForAnAnswer() {
        double assumedNs = learnt.cost().turnaround().fixedNs();
        bring(PARTS_TO_DECIDE, 100, 1, Long.MAX_VALUE, false);
        assertThat(learnt.cost().turnaround().fixedNs()).isLessThan(assumedNs);
        bring(PARTS_TO_DECIDE, 100, 1, 70_000, true);
        assertThat(learnt.cost().turnaround().fixedNs()).isCloseTo(70_000, within(1e-6));
    }

    @Test
    void shouldForgetAllButHowFastItRehearsedLast() {
        rehearse(PARTS_TO_DECIDE, 150, 30);
        bring(PARTS_TO_DECIDE, 90, 40, 70_000, true);
        learnt.forget();
        assertThat(learnt.isTried()).isFalse();
        assertThat(learnt.nsPerUnit()).isEqualTo(150);
        assertThat(learnt.cost()).isEqualTo(new WorkerCost(new Cost(20_000, 150), new Cost(0, 0)));
    }
}
