package org.rfaas.fabric;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WantedCoreTest {
    private final WantedCore core = new WantedCore();
    private long nowNs = Long.MAX_VALUE - WantedCore.AGAIN_NS; // clocks may wrap

    private void yieldFor(long ns) {
        core.yielded(nowNs, nowNs + ns);
        nowNs += ns;
    }

    @Test
    void shouldNotMindYieldsThatReturnAtOnce() {
        for (int i = 0; i < 1000; i++) {
            yieldFor(WantedCore.LOST_NS / 100);
        }
        assertThat(core.isWanted()).isFalse();
    }

    @Test
    void shouldBeWantedWhenItIsLostAgainSoon() {
        yieldFor(WantedCore.LOST_NS);
        assertThat(core.isWanted()).as("one disturbance").isFalse();
        nowNs += WantedCore.AGAIN_NS / 2;
        yieldFor(WantedCore.LOST_NS);
        assertThat(core.isWanted()).isTrue();
    }

    @Test
    void shouldForgiveDisturbancesThatAreFarApart() {
        for (int i = 0; i < 10; i++) {
            yieldFor(WantedCore.LOST_NS);
            nowNs += WantedCore.AGAIN_NS;
        }
        assertThat(core.isWanted()).isFalse();
    }

    @Test
    void shouldBeTriedAgainAndWantedAtTheNextLoss() {
        yieldFor(WantedCore.LOST_NS);
        yieldFor(WantedCore.LOST_NS);
        core.tryAgain();
        assertThat(core.isWanted()).isFalse();
        yieldFor(WantedCore.LOST_NS);
        assertThat(core.isWanted()).isTrue();
    }
}
