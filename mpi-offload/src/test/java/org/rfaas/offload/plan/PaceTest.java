package org.rfaas.offload.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class PaceTest {
    private final Pace pace = new Pace();

    @Test
    void shouldKnowNothingBeforeTheFirstRun() {
        pace.observe(0, 100);
        pace.observe(10, -1);
        assertThat(pace.isKnown()).isFalse();
        assertThat(pace.ns(100)).isZero();
    }

    @Test
    void shouldLearnWhatAnIterationTakesWhateverTheirNumber() {
        for (int n = 100; n <= 900; n += 100) {
            pace.observe(n, 20L * n);
        }
        assertThat(pace.nsPerUnit()).isCloseTo(20, within(0.01));
        assertThat(pace.ns(1000)).isCloseTo(20_000, within(10.0));
    }

    @Test
    void shouldNotMindThatMostRunsAreDisturbed() {
        for (int i = 0; i < LowerQuartile.WINDOW; i++) {
            pace.observe(1000, i % 3 == 0 ? 20_000 : 40_000 + 1000 * i);
        }
        assertThat(pace.nsPerUnit()).isEqualTo(20);
    }

    @Test
    void shouldFollowAFasterPaceAtOnceAndASlowerOneOnceItIsCertain() {
        for (int i = 0; i < 20; i++) {
            pace.observe(1000, 90_000);
        }
        for (int i = 0; i < 3; i++) {
            pace.observe(1000, 10_000);
        }
        assertThat(pace.nsPerUnit()).isEqualTo(10);
        for (int i = 0; i < LowerQuartile.WINDOW; i++) {
            pace.observe(1000, 50_000);
        }
        assertThat(pace.nsPerUnit()).isEqualTo(50);
    }

    @Test
    void shouldForgetWhenTold() {
        pace.observe(1, 10);
        pace.forget();
        assertThat(pace.isKnown()).isFalse();
        pace.observe(1, 30);
        assertThat(pace.nsPerUnit()).isEqualTo(30);
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
