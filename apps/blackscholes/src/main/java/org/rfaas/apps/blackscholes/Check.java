package org.rfaas.apps.blackscholes;

import java.util.Locale;
import org.rfaas.apps.harness.Detail;
import org.rfaas.apps.harness.InputException;
import org.rfaas.apps.harness.RowBlock;

/**
 * Prices compared with others.
 *
 * @param compared how many there were to compare with
 * @param wrong how many of them are further away than {@link EuropeanOption#tolerance()}
 * @param largest how far away the furthest of these is
 * @param first the first of these, among all options; -1 if there is none
 * @param price that one's
 * @param expected what it should have been
 */
record Check(long compared, long wrong, double largest, long first, double price, double expected) {
    static final Check NOTHING = new Check(0, 0, 0, -1, 0, 0);
    private static final int LONGS = 6;

    boolean isGood() {
        return wrong == 0;
    }

    /** With the file's reference column, where there is one. */
    static Check againstFile(OptionFile file, RowBlock block, double[] prices) throws InputException {
        Counter counter = new Counter(block, prices);
        file.read(block, (i, option) -> {
            if (option.reference() != null) {
                counter.compare(i, option, option.reference());
            }
        });
        return counter.total;
    }

    /** With the formula in plain Java. */
    static Check againstFormula(OptionSource options, RowBlock block, double[] prices) throws InputException {
        Counter counter = new Counter(block, prices);
        options.read(block, (i, option) -> counter.compare(i, option, Reference.price(option)));
        return counter.total;
    }

    /** Of all ranks, from what each of them has {@link #toLongs}, in their order. */
    static Check ofRanks(long[] all) {
        Check total = NOTHING;
        for (int at = 0; at < all.length; at += LONGS) {
            total = total.followedBy(new Check(
                    all[at],
                    all[at + 1],
                    Double.longBitsToDouble(all[at + 2]),
                    all[at + 3],
                    Double.longBitsToDouble(all[at + 4]),
                    Double.longBitsToDouble(all[at + 5])));
        }
        return total;
    }

    long[] toLongs() {
        return new long[] {
            compared,
            wrong,
            Double.doubleToRawLongBits(largest),
            first,
            Double.doubleToRawLongBits(price),
            Double.doubleToRawLongBits(expected)
        };
    }

    private Check followedBy(Check later) {
        Check teller = isGood() ? later : this;
        return new Check(
                compared + later.compared,
                wrong + later.wrong,
                Math.max(largest, later.largest), // NaN, the price of none, is the largest
                teller.first,
                teller.price,
                teller.expected);
    }

    /**
     * What is wrong.
     *
     * @param title of the line in the report
     * @param key of their number
     * @param place of the first
     */
    Detail differences(String title, String key, String place) {
        String text = String.format(
                Locale.ROOT,
                "%d of %d prices, by up to %.3g; the first at %s: %s instead of %s",
                wrong,
                compared,
                largest,
                place,
                price,
                expected);
        return new Detail(title, text, key, wrong);
    }

    private static final class Counter {
        private final RowBlock block;
        private final double[] prices;
        private Check total = NOTHING;

        Counter(RowBlock block, double[] prices) {
            this.block = block;
            this.prices = prices;
        }

        void compare(int i, EuropeanOption option, double expected) {
            double distance = Math.abs(prices[i] - expected);
            boolean isGood = distance <= option.tolerance();
            total = total.followedBy(
                    isGood
                            ? new Check(1, 0, 0, -1, 0, 0)
                            : new Check(1, 1, distance, (long) block.first() + i, prices[i], expected));
        }
    }
}
