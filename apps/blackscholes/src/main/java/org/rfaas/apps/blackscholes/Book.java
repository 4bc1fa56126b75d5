package org.rfaas.apps.blackscholes;

import org.rfaas.apps.harness.InputException;
import org.rfaas.apps.harness.RowBlock;

/** A rank's options as columns, and their prices. */
abstract sealed class Book permits DoubleBook, SingleBook {
    private final int options;

    /** How numbers are kept. */
    enum Precision {
        DOUBLE,
        SINGLE
    }

    Book(int options) {
        this.options = options;
    }

    /** Reads the options of a block. */
    static Book load(OptionSource source, RowBlock block, Precision precision) throws InputException {
        Book book = switch (precision) {
            case DOUBLE -> new DoubleBook(block.count());
            case SINGLE -> new SingleBook(block.count());
        };
        source.read(
                block,
                (i, option) -> book.put(
                        i,
                        option.spotWithoutDividends(),
                        option.strike(),
                        option.rate(),
                        option.volatility(),
                        option.years(),
                        option.isPut() ? -1 : 1));
        // the last block is whole: its rest are options that can be priced
        for (int row = book.options(); row < book.rows(); row++) {
            book.put(row, 1, 1, 1, 1, 1, 1);
        }
        return book;
    }

    /** How many options there are. */
    final int options() {
        return options;
    }

    /** Blocks that the loops price. */
    final int blocks() {
        return PriceLoops.blocks(options);
    }

    /** Length of a column: all blocks. */
    final int rows() {
        return blocks() * PriceLoops.BLOCK;
    }

    /**
     * Keeps an option.
     *
     * @param side 1 for a call, -1 for a put
     */
    abstract void put(int row, double spot, double strike, double rate, double volatility, double years, double side);

    /** Prices all options so many times, those of one block after those of another. */
    abstract void price(int runs);

    /** Forgets all prices, so that those that are there afterwards are of a later run. */
    abstract void forgetPrices();

    /** A copy of the prices. */
    abstract double[] prices();
}
