package org.rfaas.offload.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class CostModelTest {
    @Test
    void shouldLearnFixedAndPerIterationCost() {
        CostModel model = new CostModel(new Cost(0, 0));
        for (int n = 100; n <= 900; n += 100) {
            model.observe(n, 5_000 + 20 * n);
        }
        assertThat(model.cost().fixedNs()).isCloseTo(5_000, within(1.0));
        assertThat(model.cost().perIterationNs()).isCloseTo(20, within(0.01));
    }

    @Test
    void shouldNotMindOutliers() {
        SplittableRandom random = new SplittableRandom(7);
        CostModel model = new CostModel(new Cost(0, 0));
        for (int i = 0; i < CostModel.WINDOW; i++) {
            long n = 1000 + 500L * i;
            boolean isOutlier = i == 2 || i == 6;
            model.observe(n, 20 * n + (isOutlier ? random.nextInt(50_000_000) : random.nextInt(100)));
        }
        assertThat(model.cost().ns(3000)).isCloseTo(60_000, within(6_000.0));
    }

    @Test
    void shouldKeepTheFixedPartWhileSizesDoNotDiffer() {
        CostModel model = new CostModel(new Cost(1_000, 0));
        for (int i = 0; i < 20; i++) {
            model.observe(1000, 21_000);
        }
        assertThat(model.cost().fixedNs()).isEqualTo(1_000);
        assertThat(model.cost().perIterationNs()).isCloseTo(20, within(0.01));
    }

    @Test
    void shouldForgetOldTimes() {
        CostModel model = new CostModel(new Cost(0, 0));
        for (int i = 0; i < 20; i++) {
            model.observe(1000, 90_000);
        }
        for (int i = 0; i < CostModel.WINDOW; i++) {
            model.observe(1000, 10_000);
        }
        assertThat(model.cost().perIterationNs()).isCloseTo(10, within(0.01));
    }

    @Test
    void shouldForgiveDelaysThatMostRunsSuffer() {
        LowerQuartile overhead = new LowerQuartile(20);
        for (int i = 0; i < 6; i++) {
            overhead.add(1e9);
        }
        assertThat(overhead.value()).isEqualTo(20);
        for (int i = 0; i < 9; i++) {
            overhead.add(30 + i);
        }
        assertThat(overhead.value()).isEqualTo(32);
    }
}
