package org.rfaas.apps.harness;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RowRandomTest {
    private static final int NUMBERS = 4096;
    private static final int ROWS = 32;
    private static final int GREATEST_LAG = 8;

    /** Six standard deviations of the correlation of independent numbers. */
    private static final double NOTICEABLE = 6 / Math.sqrt(NUMBERS - GREATEST_LAG);

    @Test
    void shouldMakeRowsThatAreNotCorrelatedAtAnyShift() {
        for (long seed : new long[] {0, 1, -1, 0x9E3779B97F4A7C15L}) {
            double[][] rows = new double[ROWS][];
            for (int row = 0; row < ROWS; row++) {
                rows[row] = numbers(seed, row);
            }
            for (int one = 0; one < ROWS; one++) {
                for (int other = 0; other < one; other++) {
                    assertUnrelated(rows[one], rows[other], "rows " + other + " and " + one + " of seed " + seed);
                }
            }
        }
    }

    @Test
    void shouldMakeOtherRowsOfAnotherSeed() {
        for (long other : new long[] {2, 0, ~1L, 1 + 0x9E3779B97F4A7C15L}) {
            for (int row = 0; row < ROWS; row++) {
                assertUnrelated(numbers(1, 5), numbers(other, row), "row 5 of seed 1 and row " + row + " of " + other);
            }
        }
    }

    @Test
    void shouldMakeTheSameRowAgain() {
        assertThat(numbers(7, 123)).isEqualTo(numbers(7, 123));
    }

    private static double[] numbers(long seed, long row) {
        return RowRandom.of(seed, row).doubles(NUMBERS).toArray();
    }

    private static void assertUnrelated(double[] one, double[] other, String what) {
        for (int lag = -GREATEST_LAG; lag <= GREATEST_LAG; lag++) {
            assertThat(Math.abs(correlation(one, other, lag)))
                    .as("%s, %d places apart", what, lag)
                    .isLessThan(NOTICEABLE);
        }
    }

    /** Of uniform numbers below 1, whose mean is 1/2 and whose variance is 1/12. */
    private static double correlation(double[] one, double[] other, int lag) {
        int first = Math.max(0, -lag);
        int end = NUMBERS - Math.max(0, lag);
        double sum = 0;
        for (int i = first; i < end; i++) {
            sum += (one[i] - 0.5) * (other[i + lag] - 0.5);
        }
        return 12 * sum / (end - first);
    }
}
