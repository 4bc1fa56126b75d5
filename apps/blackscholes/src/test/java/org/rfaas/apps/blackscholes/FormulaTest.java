package org.rfaas.apps.blackscholes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FormulaTest {
    @Test
    void shouldTakeTheLogarithmOfEveryRatio() {
        for (double exponent = -16; exponent <= 16; exponent += 0.001) {
            double spot = 100 * Math.pow(2, exponent);
            double log = Math.log(spot / 100);
            assertThat(Formula.logRatio(spot, 100))
                    .isCloseTo(log, within(Math.abs(exponent) <= 8 ? 1e-14 + 1e-14 * Math.abs(log) : 2e-10));
        }
        for (double exponent = -30; exponent <= 30; exponent += 0.01) {
            double spot = Math.pow(2, exponent);
            assertThat(Formula.logRatio(spot, 1)).isCloseTo(Math.log(spot), within(2e-5));
        }
    }

    @Test
    void shouldNotLoseDigitsOfRatiosNextToOne() {
        for (double apart = 1e-15; apart < 1; apart *= 1.1) {
            double spot = 100 * (1 + apart);
            assertThat(Formula.logRatio(spot, 100))
                    .isCloseTo(Math.log1p((spot - 100) / 100), Percentage.withPercentage(1e-11));
        }
        assertThat(Formula.logRatio(100, 100)).isZero();
    }

    @Test
    void shouldTakeTheExponentialOfWhatOptionsHave() {
        for (double x = -80; x <= 80; x += 0.0137) {
            assertThat(Formula.exp(x))
                    .isCloseTo(Math.exp(x), Percentage.withPercentage(Math.abs(x) <= 40 ? 1e-11 : 3e-9));
        }
        assertThat(Formula.exp(-1e300)).isPositive().isLessThan(1e-34);
    }

    /** Values of the normal distribution from tables. */
    @ParameterizedTest
    @CsvSource({
        "0, 0.5",
        "1, 0.841344746",
        "-1, 0.158655254",
        "1.96, 0.975002105",
        "-3, 0.001349898",
        "8, 1",
        "-40, 0",
        "1e9, 1"
    })
    void shouldGiveTheNormalDistribution(double x, double expected) {
        double beyond = Formula.tail(x) * Formula.exp(-0.5 * x * x);
        assertThat(Formula.cumulative(x, beyond)).isCloseTo(expected, within(1e-7));
    }

    /** Hull, Options, Futures, and Other Derivatives, example of the chapter on Black-Scholes-Merton: 4.76 and 0.81. */
    @ParameterizedTest
    @CsvSource({
        "42, 40, 0.1, 0, 0.2, 0.5, false, 4.7594",
        "42, 40, 0.1, 0, 0.2, 0.5, true, 0.8086",
        "100, 100, 0.05, 0, 0.15, 1, false, 8.5917",
        "930, 900, 0.08, 0.03, 0.2, 0.16666667, false, 51.83"
    })
    void shouldPriceWhatTextbooksPrice(
            double s, double k, double r, double q, double v, double t, boolean isPut, double price) {
        EuropeanOption option = new EuropeanOption(s, k, r, q, v, t, isPut, null);
        assertThat(option.problem()).isNull();
        assertThat(Reference.price(option)).isCloseTo(price, within(0.005));
    }
}
