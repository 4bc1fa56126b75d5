package org.rfaas.offload.loop;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TransferBudgetTest {
    private final TransferBudget budget = new TransferBudget();

    @Test
    void shouldLetNothingMoveBeforeTheLoopHasRun() {
        assertThat(budget.spend(1)).isFalse();
        assertThat(budget.spend(0)).isTrue();
    }

    @Test
    void shouldLetDataMoveOnceTheLoopHasRunForTwiceAsLongAsThatTakes() {
        budget.earn(150);
        assertThat(budget.spend(100)).isFalse();
        budget.earn(50);
        assertThat(budget.spend(100)).isTrue();
    }

    @Test
    void shouldHavePaidForWhatMoved() {
        budget.earn(200);
        assertThat(budget.spend(100)).isTrue();
        assertThat(budget.spend(51)).isFalse();
        assertThat(budget.spend(50)).isTrue();
        assertThat(budget.spend(26)).isFalse();
    }
}
