package org.rfaas.bench.loops;

import org.rfaas.offload.Offload;

/** Prices of European call options. */
public final class BlackScholes implements LoopTrial {
    private static final int N = 100_000;

    private final float[] spot = Numbers.floats(N);
    private final float[] strike = Numbers.floats(N);
    private final float[] rate = Numbers.floats(N);
    private final float[] volatility = Numbers.floats(N);
    private final float[] years = Numbers.floats(N);
    private final float[] price = new float[N];

    @Override
    public void run() {
        price(spot, strike, rate, volatility, years, price);
    }

    @Override
    public double checksum() {
        return Numbers.sum(price);
    }

    private static void price(
            float[] spot, float[] strike, float[] rate, float[] volatility, float[] years, float[] price) {
        for (@Offload int i = 0; i < price.length; i++) {
            double spread = volatility[i] * Math.sqrt(years[i]);
            double d1 = (Math.log(spot[i] / strike[i]) + (rate[i] + 0.5 * volatility[i] * volatility[i]) * years[i])
                    / spread;
            double discounted = strike[i] * Math.exp(-rate[i] * years[i]);
            price[i] = (float) (spot[i] * normal(d1) - discounted * normal(d1 - spread));
        }
    }

    /** Cumulative normal distribution (Abramowitz and Stegun 26.2.17). */
    private static double normal(double x) {
        double z = Math.abs(x);
        double k = 1 / (1 + 0.2316419 * z);
        double tail = 0.3989422804014327
                * Math.exp(-0.5 * z * z)
                * k
                * (0.31938153 + k * (-0.356563782 + k * (1.781477937 + k * (-1.821255978 + k * 1.330274429))));
        return x < 0 ? tail : 1 - tail;
    }
}
