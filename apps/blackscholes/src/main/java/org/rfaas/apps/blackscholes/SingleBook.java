package org.rfaas.apps.blackscholes;

import java.util.Arrays;

/** Columns of floats. */
final class SingleBook extends Book {
    private final float[] spot = new float[rows()];
    private final float[] strike = new float[rows()];
    private final float[] rate = new float[rows()];
    private final float[] volatility = new float[rows()];
    private final float[] years = new float[rows()];
    private final float[] side = new float[rows()];
    private final float[] price = new float[rows()];

    SingleBook(int options) {
        super(options);
    }

    @Override
    void put(int row, double spot, double strike, double rate, double volatility, double years, double side) {
        this.spot[row] = (float) spot;
        this.strike[row] = (float) strike;
        this.rate[row] = (float) rate;
        this.volatility[row] = (float) volatility;
        this.years[row] = (float) years;
        this.side[row] = (float) side;
    }

    @Override
    void price(int runs) {
        PriceLoops.price(spot, strike, rate, volatility, years, side, price, blocks(), runs);
    }

    @Override
    void forgetPrices() {
        Arrays.fill(price, Float.NaN);
    }

    @Override
    double[] prices() {
        double[] prices = new double[options()];
        for (int i = 0; i < prices.length; i++) {
            prices[i] = price[i];
        }
        return prices;
    }
}
