package org.rfaas.apps.blackscholes;

import java.util.Arrays;
import org.rfaas.apps.harness.InputException;
import org.rfaas.apps.harness.RowBlock;

/** A rank's options as columns, and their prices. */
sealed interface Book {
    /** Prices all options once. */
    void price();

    /** Forgets all prices, so that those that are there afterwards are of a later run. */
    void forgetPrices();

    /** A copy of the prices. */
    double[] prices();

    /** Reads the options of a block. */
    static Book load(OptionSource source, RowBlock block, Precision precision) throws InputException {
        return switch (precision) {
            case DOUBLE -> DoubleBook.load(source, block);
            case SINGLE -> SingleBook.load(source, block);
        };
    }

    /** How numbers are kept. */
    enum Precision {
        DOUBLE,
        SINGLE
    }

    /** Columns of doubles. */
    final class DoubleBook implements Book {
        private final int options;
        private final int blocks;
        private final double[] spot;
        private final double[] strike;
        private final double[] rate;
        private final double[] volatility;
        private final double[] years;
        private final double[] side;
        private final double[] price;

        private DoubleBook(int options) {
            this.options = options;
            this.blocks = PriceLoops.blocks(options);
            this.spot = column();
            this.strike = column();
            this.rate = column();
            this.volatility = column();
            this.years = column();
            this.side = column();
            this.price = column();
        }

        /** The last block is filled up with options that can be priced. */
        private double[] column() {
            double[] column = new double[blocks * PriceLoops.BLOCK];
            Arrays.fill(column, options, column.length, 1);
            return column;
        }

        private static DoubleBook load(OptionSource source, RowBlock block) throws InputException {
            DoubleBook book = new DoubleBook(block.count());
            source.read(block, (i, option) -> {
                book.spot[i] = option.spotWithoutDividends();
                book.strike[i] = option.strike();
                book.rate[i] = option.rate();
                book.volatility[i] = option.volatility();
                book.years[i] = option.years();
                book.side[i] = option.isPut() ? -1 : 1;
            });
            return book;
        }

        @Override
        public void price() {
            PriceLoops.price(spot, strike, rate, volatility, years, side, price, blocks);
        }

        @Override
        public void forgetPrices() {
            Arrays.fill(price, Double.NaN);
        }

        @Override
        public double[] prices() {
            return Arrays.copyOf(price, options);
        }
    }

    /** Columns of floats. */
    final class SingleBook implements Book {
        private final int options;
        private final int blocks;
        private final float[] spot;
        private final float[] strike;
        private final float[] rate;
        private final float[] volatility;
        private final float[] years;
        private final float[] side;
        private final float[] price;

        private SingleBook(int options) {
            this.options = options;
            this.blocks = PriceLoops.blocks(options);
            this.spot = column();
            this.strike = column();
            this.rate = column();
            this.volatility = column();
            this.years = column();
            this.side = column();
            this.price = column();
        }

        /** The last block is filled up with options that can be priced. */
        private float[] column() {
            float[] column = new float[blocks * PriceLoops.BLOCK];
            Arrays.fill(column, options, column.length, 1);
            return column;
        }

        private static SingleBook load(OptionSource source, RowBlock block) throws InputException {
            SingleBook book = new SingleBook(block.count());
            source.read(block, (i, option) -> {
                book.spot[i] = (float) option.spotWithoutDividends();
                book.strike[i] = (float) option.strike();
                book.rate[i] = (float) option.rate();
                book.volatility[i] = (float) option.volatility();
                book.years[i] = (float) option.years();
                book.side[i] = option.isPut() ? -1 : 1;
            });
            return book;
        }

        @Override
        public void price() {
            PriceLoops.price(spot, strike, rate, volatility, years, side, price, blocks);
        }

        @Override
        public void forgetPrices() {
            Arrays.fill(price, Float.NaN);
        }

        @Override
        public double[] prices() {
            double[] prices = new double[options];
            for (int i = 0; i < options; i++) {
                prices[i] = price[i];
            }
            return prices;
        }
    }
}
