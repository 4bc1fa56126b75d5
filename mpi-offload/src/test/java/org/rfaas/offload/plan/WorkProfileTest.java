package org.rfaas.offload.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class WorkProfileTest {
    private static final int CASES = 2000;

    private final WorkProfile profile = new WorkProfile();

    @Test
    void shouldAssumeThatIterationsCostTheSame() {
        profile.begin(100);
        assertThat(profile.work(10, 30)).isCloseTo(20, within(1e-9));
        assertThat(profile.startOf(25, 100)).isCloseTo(75, within(1e-9));
        assertThat(profile.startOf(200, 100)).isZero();
    }

    @Test
    void shouldFindTheWorkWhereItTookTime() {
        learn(1000, 0, 500, 1_000, 1000, 3_000);
        assertThat(profile.work(0, 500)).isCloseTo(250, within(1e-6));
        assertThat(profile.work(500, 1000)).isCloseTo(750, within(1e-6));
        assertThat(profile.startOf(750, 1000)).isCloseTo(500, within(1e-6));
    }

    @Test
    void shouldFindItAtTheSamePlaceInARunOfAnotherLength() {
        learn(1000, 0, 500, 1_000, 1000, 3_000);
        profile.begin(200);
        assertThat(profile.work(0, 100)).isCloseTo(50, within(1e-6));
        assertThat(profile.startOf(150, 200)).isCloseTo(100, within(1e-6));
    }

    @Test
    void shouldLearnOfAPartNothingAboutOthers() {
        learn(1000, 0, 250, 9_000, 500, 1_000);
        assertThat(profile.work(0, 500)).isCloseTo(500, within(1e-6));
        assertThat(profile.work(500, 750)).isCloseTo(250, within(1e-6));
    }

    @Test
    void shouldWeighASecondRunAsMuchAsTheFirst() {
        learn(1000, 0, 500, 1_000, 1000, 3_000);
        learn(1000, 0, 500, 2_000, 1000, 2_000);
        assertThat(profile.work(0, 500)).isCloseTo((250 + 500) / 2.0, within(1e-6));
    }

    @Test
    void shouldLearnNothingFromOnePieceOrFromNoTime() {
        learn(1000, 0, 1000, 5_000);
        learn(1000, 0, 500, 0, 1000, 0);
        assertThat(profile.work(0, 100)).isCloseTo(100, within(1e-9));
    }

    @Test
    void shouldBeginWhereTheWorkBeginsAndNeverBeyondTheEnd() {
        long first = System.nanoTime();
        for (long seed = first; seed < first + CASES; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            int trips = random.nextInt(1, 2_000_000);
            int middle = random.nextInt(trips + 1);
            learn(trips, 0, middle, random.nextInt(1_000_000), trips, random.nextInt(1_000_000));
            int lo = random.nextInt(trips + 1);
            int hi = random.nextInt(lo, trips + 1);
            assertThat(profile.startOf(0, hi))
                    .as("seed %d", seed)
                    .isLessThanOrEqualTo(hi)
                    .isCloseTo(hi, within(1e-3));
            assertThat(profile.startOf(profile.work(lo, hi), hi))
                    .as("seed %d", seed)
                    .isLessThanOrEqualTo(hi)
                    .isCloseTo(lo, within(1e-3));
        }
    }

    /** @param endsAndTimes of each piece in turn */
    private void learn(int trips, int lo, int... endsAndTimes) {
        profile.begin(trips);
        PieceTimes times = new PieceTimes();
        int from = lo;
        for (int i = 0; i < endsAndTimes.length; i += 2) {
            times.add(from, endsAndTimes[i], endsAndTimes[i + 1]);
            from = endsAndTimes[i];
        }
        profile.learn(times);
    }
}
