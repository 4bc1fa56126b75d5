package org.rfaas.apps.blackscholes;

/**
 * What the price of an option is made of, without a branch, a table or a look at bits, so that the compiler turns loops
 * over these functions into vector instructions; the library's {@code exp} and {@code log} are calls, one a number.
 */
final class Formula {
    /** What is beyond makes no price: a weight below 2e-35, or a discount that no option has. */
    private static final double GREATEST_EXPONENT = 80;

    /** Makes the sign of anything that is not zero, after cutting to [-1, 1]. */
    private static final double STEEP = 1e300;

    private Formula() {}

    /**
     * ln(spot / strike), exact but for rounding for ratios from 2⁻⁸ to 2⁸, within 2e-10 up to 2^±16, 2e-5 up to 2^±30.
     *
     * <p>With y = (spot / strike)^(1/16), ln(spot / strike) = 16 ln y = 32 artanh((y - 1) / (y + 1)). That y - 1 loses no
     * digits is due to spot - strike = strike (y - 1)(y + 1)(y² + 1)(y⁴ + 1)(y⁸ + 1).
     */
    static double logRatio(double spot, double strike) {
        double root2 = Math.sqrt(spot / strike);
        double root4 = Math.sqrt(root2);
        double root8 = Math.sqrt(root4);
        double root16 = Math.sqrt(root8);
        double difference = spot - strike;
        double product = 2 * strike * (1 + root2) * (1 + root4) * (1 + root8) * (1 + root16);
        double z = difference / (product + difference);
        double q = z * z;
        double series = 1 / 11.0 + q * (1 / 13.0 + q * (1 / 15.0 + q * (1 / 17.0 + q * (1 / 19.0))));
        series = 1 + q * (1 / 3.0 + q * (1 / 5.0 + q * (1 / 7.0 + q * (1 / 9.0 + q * series))));
        return 32 * z * series;
    }

    /** e^x for |x| up to 80, to a relative 1e-13 up to 40 and 3e-11 at 80; beyond, the value at 80. */
    static double exp(double x) {
        double y = Math.max(-GREATEST_EXPONENT, Math.min(GREATEST_EXPONENT, x)) * (1 / 256.0);
        double series = 1 / 120.0
                + y * (1 / 720.0 + y * (1 / 5040.0 + y * (1 / 40320.0 + y * (1 / 362880.0 + y * (1 / 3628800.0)))));
        double e = 1 + y * (1 + y * (1 / 2.0 + y * (1 / 6.0 + y * (1 / 24.0 + y * series))));
        e *= e;
        e *= e;
        e *= e;
        e *= e;
        e *= e;
        e *= e;
        e *= e;
        return e * e;
    }

    /**
     * The part of the normal distribution beyond |x|, over its density there times √2π: Abramowitz and Stegun 26.2.17, as
     * PARSEC takes it; what is made of it is wrong by at most 7.5e-8.
     */
    static double tail(double x) {
        double k = 1 / (1 + 0.2316419 * Math.abs(x));
        double series = -0.356563782 + k * (1.781477937 + k * (-1.821255978 + k * 1.330274429));
        return 0.3989422804014327 * k * (0.319381530 + k * series);
    }

    /** The normal distribution's cumulative density at x, from the tail beyond |x|. */
    static double cumulative(double x, double beyond) {
        double sign = Math.max(-1, Math.min(1, x * STEEP));
        return 0.5 + sign * (0.5 - beyond);
    }
}
