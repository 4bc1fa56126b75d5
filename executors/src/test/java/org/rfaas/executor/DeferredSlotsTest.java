package org.rfaas.executor;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DeferredSlotsTest {
    private final DeferredSlots deferred = new DeferredSlots(2);

    @Test
    void shouldGiveSlotsBackInTheOrderTheyCame() {
        for (int round = 0; round < 5; round++) {
            assertThat(deferred.add(7)).isTrue();
            assertThat(deferred.add(round)).isTrue();
            assertThat(deferred.take()).isEqualTo(7);
            assertThat(deferred.take()).isEqualTo(round);
        }
        assertThat(deferred.isEmpty()).isTrue();
    }

    @Test
    void shouldRefuseMoreThanThereAreSlots() {
        deferred.add(0);
        deferred.add(1);
        assertThat(deferred.add(0)).isFalse();
    }
}
