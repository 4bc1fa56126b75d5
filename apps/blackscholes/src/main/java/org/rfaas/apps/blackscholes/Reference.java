package org.rfaas.apps.blackscholes;

/** Black and Scholes's formula in plain Java, with the library's functions, an option at a time. */
final class Reference {
    private Reference() {}

    static double price(EuropeanOption option) {
        double spot = option.spotWithoutDividends();
        double strike = option.strike();
        double deviation = option.volatility() * Math.sqrt(option.years());
        double drift = (option.rate() + 0.5 * option.volatility() * option.volatility()) * option.years();
        double d1 = (Math.log(spot / strike) + drift) / deviation;
        double d2 = d1 - deviation;
        double due = strike * Math.exp(-option.rate() * option.years());
        return option.isPut()
                ? due * cumulative(-d2) - spot * cumulative(-d1)
                : spot * cumulative(d1) - due * cumulative(d2);
    }

    /** Abramowitz and Stegun 26.2.17. */
    private static double cumulative(double x) {
        double k = 1 / (1 + 0.2316419 * Math.abs(x));
        double series = 0.319381530 + k * (-0.356563782 + k * (1.781477937 + k * (-1.821255978 + k * 1.330274429)));
        double beyond = Math.exp(-0.5 * x * x) / Math.sqrt(2 * Math.PI) * k * series;
        return x < 0 ? beyond : 1 - beyond;
    }
}
