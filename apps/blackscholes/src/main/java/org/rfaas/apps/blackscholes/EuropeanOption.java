package org.rfaas.apps.blackscholes;

import org.jspecify.annotations.Nullable;

/**
 * A European option, as a line of PARSEC's input has it.
 *
 * @param spot price of the share now
 * @param rate risk-free interest, a year
 * @param yield dividends the share pays continuously, part of its price a year
 * @param volatility of the share, a year
 * @param years until the option expires
 * @param reference the price according to the file, or {@code null}
 */
record EuropeanOption(
        double spot,
        double strike,
        double rate,
        double yield,
        double volatility,
        double years,
        boolean isPut,
        @Nullable Double reference) {
    private static final double LEAST_PRICE = 1e-9;
    private static final double GREATEST_PRICE = 1e9;
    private static final double GREATEST_RATIO = 1e9;
    private static final double GREATEST_GROWTH = 50;
    private static final double LEAST_DEVIATION = 1e-6;
    private static final double GREATEST_DEVIATION = 1e3;

    /** What keeps it from being priced, as a clause, or {@code null}. */
    @Nullable
    String problem() {
        if (!isPrice(spot)) {
            return "spot price " + spot + " is not in " + LEAST_PRICE + ".." + GREATEST_PRICE;
        }
        if (!isPrice(strike)) {
            return "strike price " + strike + " is not in " + LEAST_PRICE + ".." + GREATEST_PRICE;
        }
        if (Math.max(spot / strike, strike / spot) > GREATEST_RATIO) {
            return "spot " + spot + " and strike " + strike + " are further apart than a factor of " + GREATEST_RATIO;
        }
        if (!(volatility > 0)) {
            return "volatility " + volatility + " is not positive";
        }
        if (!(years > 0)) {
            return "time to expiry " + years + " is not positive";
        }
        if (!(volatility * Math.sqrt(years) >= LEAST_DEVIATION)) {
            return "volatility " + volatility + " over " + years + " years is next to nothing";
        }
        if (!(volatility * Math.sqrt(years) <= GREATEST_DEVIATION)) {
            return "volatility " + volatility + " over " + years + " years is beyond measure";
        }
        if (!(Math.abs(rate * years) <= GREATEST_GROWTH && Math.abs(yield * years) <= GREATEST_GROWTH)) {
            return "rate " + rate + " or yield " + yield + " over " + years + " years is beyond e^±" + GREATEST_GROWTH;
        }
        return null;
    }

    private static boolean isPrice(double price) {
        return price >= LEAST_PRICE && price <= GREATEST_PRICE;
    }

    /**
     * Spot without the dividends until expiry, by which an option with a yield is priced as one without (Merton, Theory of
     * Rational Option Pricing, 1973).
     */
    double spotWithoutDividends() {
        return yield == 0 ? spot : spot * Math.exp(-yield * years);
    }

    /** How far from another value a price may be: 1e-4, as PARSEC allows it, for a strike of 100. */
    double tolerance() {
        return 1e-6 * Math.max(100, Math.max(spot, strike));
    }

    /** A line of PARSEC's format, with the price in the reference's place; reading it gives the same numbers. */
    String line(double price) {
        return spot + " " + strike + " " + rate + " " + yield + " " + volatility + " " + years + " "
                + (isPut ? "P" : "C") + " 0.0 " + price;
    }
}
