package org.rfaas.apps.blackscholes;

import org.rfaas.offload.In;
import org.rfaas.offload.Offload;

/**
 * The loops over options, in double and in single precision. An iteration prices a block of {@link #BLOCK} options, tile by
 * tile and step by step on scratch arrays: the compiler makes vector instructions of a short loop whose arrays all have the
 * same index, and not of one long loop over the columns themselves. In single precision the columns are, and are made wider
 * while copied; what is between is not. Arrays made for each tile would have the collector run every few milliseconds on each
 * core.
 */
final class PriceLoops {
    /** Options a tile: its scratch fits the first-level cache. */
    private static final int TILE = 512;

    /** Tiles a block. */
    private static final int TILES = 4;

    /** Options an iteration: some 25 µs. */
    static final int BLOCK = TILES * TILE;

    private PriceLoops() {}

    /** So many iterations for so many options; columns are as long as all blocks. */
    static int blocks(int options) {
        return Math.ceilDiv(options, BLOCK);
    }

    /**
     * Prices all blocks.
     *
     * @param side 1 for a call, -1 for a put
     */
    static void price(
            @In(stable = true) double[] spot,
            @In(stable = true) double[] strike,
            @In(stable = true) double[] rate,
            @In(stable = true) double[] volatility,
            @In(stable = true) double[] years,
            @In(stable = true) double[] side,
            double[] price,
            int blocks) {
        for (@Offload int block = 0; block < blocks; block++) {
            double[] s = new double[TILE];
            double[] k = new double[TILE];
            double[] r = new double[TILE];
            double[] v = new double[TILE];
            double[] t = new double[TILE];
            double[] sign = new double[TILE];
            double[] d1 = new double[TILE];
            double[] d2 = new double[TILE];
            for (int tile = 0; tile < TILES; tile++) {
                int first = block * BLOCK + tile * TILE;
                System.arraycopy(spot, first, s, 0, TILE);
                System.arraycopy(strike, first, k, 0, TILE);
                System.arraycopy(rate, first, r, 0, TILE);
                System.arraycopy(volatility, first, v, 0, TILE);
                System.arraycopy(years, first, t, 0, TILE);
                System.arraycopy(side, first, sign, 0, TILE);
                weigh(s, k, r, v, t, sign, d1, d2);
                for (int j = 0; j < TILE; j++) {
                    s[j] = sign[j] * (s[j] * d1[j] - k[j] * d2[j]);
                }
                System.arraycopy(s, 0, price, first, TILE);
            }
        }
    }

    /**
     * Prices all blocks; columns and prices are in single precision.
     *
     * @param side 1 for a call, -1 for a put
     */
    static void price(
            @In(stable = true) float[] spot,
            @In(stable = true) float[] strike,
            @In(stable = true) float[] rate,
            @In(stable = true) float[] volatility,
            @In(stable = true) float[] years,
            @In(stable = true) float[] side,
            float[] price,
            int blocks) {
        for (@Offload int block = 0; block < blocks; block++) {
            double[] s = new double[TILE];
            double[] k = new double[TILE];
            double[] r = new double[TILE];
            double[] v = new double[TILE];
            double[] t = new double[TILE];
            double[] sign = new double[TILE];
            double[] d1 = new double[TILE];
            double[] d2 = new double[TILE];
            for (int tile = 0; tile < TILES; tile++) {
                for (int j = 0; j < TILE; j++) {
                    int i = block * BLOCK + tile * TILE + j;
                    s[j] = spot[i];
                    k[j] = strike[i];
                    r[j] = rate[i];
                    v[j] = volatility[i];
                    t[j] = years[i];
                    sign[j] = side[i];
                }
                weigh(s, k, r, v, t, sign, d1, d2);
                for (int j = 0; j < TILE; j++) {
                    price[block * BLOCK + tile * TILE + j] = (float) (sign[j] * (s[j] * d1[j] - k[j] * d2[j]));
                }
            }
        }
    }

    /** Discounts a tile's strikes and weighs its spots by d1, its strikes by d2; v and t are scratch. */
    private static void weigh(
            double[] s, double[] k, double[] r, double[] v, double[] t, double[] sign, double[] d1, double[] d2) {
        for (int j = 0; j < TILE; j++) {
            d1[j] = Formula.logRatio(s[j], k[j]);
        }
        for (int j = 0; j < TILE; j++) {
            double deviation = v[j] * Math.sqrt(t[j]);
            double d = (d1[j] + (r[j] + 0.5 * v[j] * v[j]) * t[j]) / deviation;
            d1[j] = sign[j] * d;
            d2[j] = sign[j] * (d - deviation);
        }
        for (int j = 0; j < TILE; j++) {
            k[j] *= Formula.exp(-r[j] * t[j]);
        }
        for (int j = 0; j < TILE; j++) {
            v[j] = Formula.exp(-0.5 * d1[j] * d1[j]);
        }
        for (int j = 0; j < TILE; j++) {
            t[j] = Formula.exp(-0.5 * d2[j] * d2[j]);
        }
        for (int j = 0; j < TILE; j++) {
            d1[j] = Formula.cumulative(d1[j], v[j] * Formula.tail(d1[j]));
        }
        for (int j = 0; j < TILE; j++) {
            d2[j] = Formula.cumulative(d2[j], t[j] * Formula.tail(d2[j]));
        }
    }
}
