package org.rfaas.offload;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RehearsalBudgetTest {
    private static final long MS = 1_000_000;
    private static final long RUN_NS = MS / 5;

    private final RehearsalBudget budget = new RehearsalBudget();

    @Test
    void shouldLetALoopRehearseAtOnce() {
        for (int rehearsal = 0; rehearsal < 25; rehearsal++) {
            assertThat(budget.allows()).isTrue();
            budget.spend(MS);
        }
    }

    @Test
    void shouldCostALoopNoMoreThanAFewPercentHoweverOftenItRehearses() {
        assertThat(msWithRehearsals(1000)).isBetween(1030, 1065);
        assertThat(msWithRehearsals(10_000)).isBetween(10_250, 10_320);
    }

    @Test
    void shouldNotSaveUpForeverWhatRehearsalsMayCost() {
        budget.earn(3_600_000 * MS);
        budget.spend(31 * MS);
        assertThat(budget.allows()).isFalse();
    }

    /** Time of a loop that takes so long on the rank, and rehearses as often as it may, which takes as long as a run. */
    private int msWithRehearsals(int aloneMs) {
        long ns = 0;
        for (long run = 0; run < aloneMs * MS / RUN_NS; run++) {
            if (budget.allows()) {
                budget.spend(RUN_NS);
                ns += RUN_NS;
            }
            budget.earn(RUN_NS);
            ns += RUN_NS;
        }
        return (int) (ns / MS);
    }
}
