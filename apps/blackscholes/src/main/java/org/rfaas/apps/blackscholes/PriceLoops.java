package org.rfaas.apps.blackscholes;

import org.rfaas.offload.In;
import org.rfaas.offload.Offload;

/**
 * The loops over options, in double and in single precision. An iteration prices a block of {@link #BLOCK} options, step by step
 * on scratch arrays: the compiler makes vector instructions of a short loop whose arrays all have the same index, and not of one
 * long loop over the columns themselves. In single precision the columns are, and are made wider while copied; what is between
 * is not. A block is priced as often as is asked before the next one, as a thread of PARSEC prices its share: the repeats then
 * cost no transfers.
 */
final class PriceLoops {
    /** Options an iteration, some 6 µs each time: their scratch fits the first-level cache. */
    static final int BLOCK = 512;

    private PriceLoops() {}

    /** So many iterations for so many options; columns are as long as all blocks. */
    static int blocks(int options) {
        return Math.ceilDiv(options, BLOCK);
    }

    /**
     * Prices all blocks.
     *
     * @param side 1 for a call, -1 for a put
     * @param runs how often
     */
    static void price(
            @In(stable = true) double[] spot,
            @In(stable = true) double[] strike,
            @In(stable = true) double[] rate,
            @In(stable = true) double[] volatility,
            @In(stable = true) double[] years,
            @In(stable = true) double[] side,
            double[] price,
            int blocks,
            int runs) {
        for (@Offload int block = 0; block < blocks; block++) {
            double[] s = new double[BLOCK];
            double[] k = new double[BLOCK];
            double[] r = new double[BLOCK];
            double[] v = new double[BLOCK];
            double[] t = new double[BLOCK];
            double[] sign = new double[BLOCK];
            int first = block * BLOCK;
            System.arraycopy(spot, first, s, 0, BLOCK);
            System.arraycopy(strike, first, k, 0, BLOCK);
            System.arraycopy(rate, first, r, 0, BLOCK);
            System.arraycopy(volatility, first, v, 0, BLOCK);
            System.arraycopy(years, first, t, 0, BLOCK);
            System.arraycopy(side, first, sign, 0, BLOCK);
            double[] due = new double[BLOCK];
            price(s, k, r, v, t, sign, due, runs);
            System.arraycopy(due, 0, price, first, BLOCK);
        }
    }

    /**
     * Prices all blocks; columns and prices are in single precision.
     *
     * @param side 1 for a call, -1 for a put
     * @param runs how often
     */
    static void price(
            @In(stable = true) float[] spot,
            @In(stable = true) float[] strike,
            @In(stable = true) float[] rate,
            @In(stable = true) float[] volatility,
            @In(stable = true) float[] years,
            @In(stable = true) float[] side,
            float[] price,
            int blocks,
            int runs) {
        for (@Offload int block = 0; block < blocks; block++) {
            double[] s = new double[BLOCK];
            double[] k = new double[BLOCK];
            double[] r = new double[BLOCK];
            double[] v = new double[BLOCK];
            double[] t = new double[BLOCK];
            double[] sign = new double[BLOCK];
            for (int j = 0; j < BLOCK; j++) {
                int i = block * BLOCK + j;
                s[j] = spot[i];
                k[j] = strike[i];
                r[j] = rate[i];
                v[j] = volatility[i];
                t[j] = years[i];
                sign[j] = side[i];
            }
            double[] due = new double[BLOCK];
            price(s, k, r, v, t, sign, due, runs);
            for (int j = 0; j < BLOCK; j++) {
                price[block * BLOCK + j] = (float) due[j];
            }
        }
    }

    /**
     * Prices a block.
     *
     * @param due gets the prices
     * @param runs how often
     */
    private static void price(
            double[] s, double[] k, double[] r, double[] v, double[] t, double[] sign, double[] due, int runs) {
        double[] d1 = new double[BLOCK];
        double[] d2 = new double[BLOCK];
        double[] w1 = new double[BLOCK];
        double[] w2 = new double[BLOCK];
        for (int run = 0; run < runs; run++) {
            price(s, k, r, v, t, sign, due, d1, d2, w1, w2);
        }
    }

    /** Prices a block once; all but the options is scratch, and due gets the prices. */
    private static void price(
            double[] s,
            double[] k,
            double[] r,
            double[] v,
            double[] t,
            double[] sign,
            double[] due,
            double[] d1,
            double[] d2,
            double[] w1,
            double[] w2) {
        for (int j = 0; j < BLOCK; j++) {
            d1[j] = Formula.logRatio(s[j], k[j]);
        }
        for (int j = 0; j < BLOCK; j++) {
            double deviation = v[j] * Math.sqrt(t[j]);
            double d = (d1[j] + (r[j] + 0.5 * v[j] * v[j]) * t[j]) / deviation;
            d1[j] = sign[j] * d;
            d2[j] = sign[j] * (d - deviation);
        }
        for (int j = 0; j < BLOCK; j++) {
            w1[j] = Formula.exp(-0.5 * d1[j] * d1[j]);
        }
        for (int j = 0; j < BLOCK; j++) {
            w2[j] = Formula.exp(-0.5 * d2[j] * d2[j]);
        }
        for (int j = 0; j < BLOCK; j++) {
            d1[j] = Formula.cumulative(d1[j], w1[j] * Formula.tail(d1[j]));
        }
        for (int j = 0; j < BLOCK; j++) {
            d2[j] = Formula.cumulative(d2[j], w2[j] * Formula.tail(d2[j]));
        }
        for (int j = 0; j < BLOCK; j++) {
            due[j] = k[j] * Formula.exp(-r[j] * t[j]);
        }
        for (int j = 0; j < BLOCK; j++) {
            due[j] = sign[j] * (s[j] * d1[j] - due[j] * d2[j]);
        }
    }
}
