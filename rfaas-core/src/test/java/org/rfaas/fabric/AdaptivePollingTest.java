package org.rfaas.fabric;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AdaptivePollingTest {
    private final AdaptivePolling polling = new AdaptivePolling();

    private void arrive(int times, long gapNs) {
        for (int i = 0; i < times; i++) {
            polling.arrivedAfter(gapNs);
        }
    }

    @Test
    void shouldSleepAtOnceUntilItKnowsBetter() {
        assertThat(polling.sleepAfterNs()).isZero();
    }

    @Test
    void shouldPollWhenCompletionsComeFasterThanASleepCosts() {
        arrive(20, AdaptivePolling.WAKE_UP_NS / 5);
        assertThat(polling.sleepAfterNs()).isEqualTo(2 * AdaptivePolling.WAKE_UP_NS);
    }

    @Test
    void shouldSleepWhenTheyComeMoreSlowly() {
        arrive(100, 0);
        arrive(20, 2 * AdaptivePolling.WAKE_UP_NS);
        assertThat(polling.sleepAfterNs()).isZero();
    }

    @Test
    void shouldForgiveOnePauseButNotTwo() {
        arrive(100, 0);
        arrive(1, Long.MAX_VALUE);
        assertThat(polling.sleepAfterNs()).isPositive();
        arrive(1, Long.MAX_VALUE);
        assertThat(polling.sleepAfterNs()).isZero();
    }
}
