package org.rfaas.apps.blackscholes;

import java.util.Arrays;

/** Columns of doubles. */
final class DoubleBook extends Book {
    private final double[] spot = new double[rows()];
    private final double[] strike = new double[rows()];
    private final double[] rate = new double[rows()];
    private final double[] volatility = new double[rows()];
    private final double[] years = new double[rows()];
    private final double[] side = new double[rows()];
    private final double[] price = new double[rows()];

    DoubleBook(int options) {
        super(options);
    }

    @Override
    void put(int row, double spot, double strike, double rate, double volatility, double years, double side) {
        this.spot[row] = spot;
        this.strike[row] = strike;
        this.rate[row] = rate;
        this.volatility[row] = volatility;
        this.years[row] = years;
        this.side[row] = side;
    }

    @Override
    void price(int runs) {
        PriceLoops.price(spot, strike, rate, volatility, years, side, price, blocks(), runs);
    }

    @Override
    void forgetPrices() {
        Arrays.fill(price, Double.NaN);
    }

    @Override
    double[] prices() {
        return Arrays.copyOf(price, options());
    }
}
