package org.rfaas.offload;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SecondChancesTest {
    private static final long MS = 1_000_000;

    private final SecondChances chances = new SecondChances();
    private long nowNs = -5 * MS;

    @Test
    void shouldTryWorkersAgainEverMoreRarely() {
        assertThat(trialAndWaitMs(1000)).isEqualTo(11);
        assertThat(trialAndWaitMs(1000)).isEqualTo(21);
        assertThat(trialAndWaitMs(1000)).isEqualTo(41);
        for (int trial = 0; trial < 10; trial++) {
            trialAndWaitMs(1000);
        }
        assertThat(trialAndWaitMs(1000)).isEqualTo(1001);
    }

    @Test
    void shouldNotWaitLongerThanATrialIsWorth() {
        for (int trial = 0; trial < 10; trial++) {
            trialAndWaitMs(1000);
        }
        assertThat(trialAndWaitMs(4)).isEqualTo(121);
        assertThat(trialAndWaitMs(0)).isEqualTo(11);
    }

    @Test
    void shouldCountRehearsalsAsALoss() {
        for (int trial = 0; trial < 10; trial++) {
            trialAndWaitMs(1000);
        }
        chances.rehearsed(3 * MS);
        assertThat(trialAndWaitMs(1)).isEqualTo(121);
    }

    @Test
    void shouldForgetLossesOnceATrialGained() {
        for (int trial = 0; trial < 10; trial++) {
            trialAndWaitMs(1000);
        }
        assertThat(trialAndWaitMs(-1)).isEqualTo(11);
        assertThat(trialAndWaitMs(1000)).isEqualTo(21);
    }

    /** Shares runs that lose so much in all, and then waits for the next trial. */
    private int trialAndWaitMs(int lostMs) {
        chances.shared(-5.0 * MS);
        chances.shared((lostMs + 5.0) * MS);
        nowNs += MS;
        int ms = 0;
        while (!chances.lost(nowNs)) {
            nowNs += MS;
            ms++;
        }
        return ms;
    }
}
