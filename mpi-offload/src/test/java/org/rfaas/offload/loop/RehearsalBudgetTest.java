package org.rfaas.offload.loop;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RehearsalBudgetTest {
    private static final long MS = 1_000_000;
    private static final long RUN_NS = MS / 5;

    private final RehearsalBudget budget = new RehearsalBudget();

    @Test
    void shouldLetALoopRehearseAtOnce() {
        for (int rehearsal = 0; rehearsal < 25; rehearsal++) {
            assertThat(budget.allows(0)).isTrue();
            budget.spend(MS);
        }
    }

    @Test
    void shouldCostALoopNoMoreThanAFewPercentHoweverOftenItRehearses() {
        assertThat(msWithRehearsals(1000)).isBetween(1120, 1140);
        assertThat(msWithRehearsals(10_000)).isBetween(10_380, 10_420);
    }

    @Test
    void shouldNotSaveUpForeverWhatRehearsalsMayCost() {
        assertThat(budget.allows(3_600_000 * MS)).isTrue();
        budget.spend(101 * MS);
        assertThat(budget.allows(3_600_000 * MS)).isFalse();
    }

    /** Time of a loop that takes so long on the rank, and rehearses as often as it may, which takes as long as a run. */
    private static int msWithRehearsals(int aloneMs) {
        RehearsalBudget budget = new RehearsalBudget();
        long rehearsalsNs = 0;
        for (long loopNs = 0; loopNs < aloneMs * MS; loopNs += RUN_NS) {
            if (budget.allows(loopNs)) {
                budget.spend(RUN_NS);
                rehearsalsNs += RUN_NS;
            }
        }
        return aloneMs + (int) (rehearsalsNs / MS);
    }
}
