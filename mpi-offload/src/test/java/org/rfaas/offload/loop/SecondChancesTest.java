package org.rfaas.offload.loop;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SecondChancesTest {
    private static final long MS = 1_000_000;

    private final SecondChances chances = new SecondChances();
    private long nowNs = -5 * MS;

    @Test
    void shouldTryWorkersAgainEverMoreRarely() {
        assertThat(lossesToNextTrialMs()).isEqualTo(11);
        assertThat(lossesToNextTrialMs()).isEqualTo(21);
        assertThat(lossesToNextTrialMs()).isEqualTo(41);
        for (int trial = 0; trial < 10; trial++) {
            lossesToNextTrialMs();
        }
        assertThat(lossesToNextTrialMs()).isEqualTo(10_001);
    }

    @Test
    void shouldForgetLossesOnceWorkersGainedForAsLongAsTheNextWaitWouldBe() {
        lossesToNextTrialMs();
        lossesToNextTrialMs();
        gain(39);
        assertThat(lossesToNextTrialMs()).isEqualTo(41);
        gain(80);
        assertThat(lossesToNextTrialMs()).isEqualTo(11);
    }

    private void gain(int ms) {
        for (int i = 0; i <= ms; i++) {
            nowNs += MS;
            chances.gained(nowNs);
        }
    }

    private int lossesToNextTrialMs() {
        nowNs += MS;
        int ms = 0;
        while (!chances.lost(nowNs)) {
            nowNs += MS;
            ms++;
        }
        return ms;
    }
}
