package org.rfaas.apps.blackscholes;

import org.rfaas.apps.harness.InputException;
import org.rfaas.apps.harness.RowBlock;

/**
 * Prices compared with others.
 *
 * @param compared how many there were to compare with
 * @param wrong how many of them are further away than {@link EuropeanOption#tolerance()}
 */
record Check(int compared, int wrong) {
    boolean isGood() {
        return wrong == 0;
    }

    /** With the file's reference column, where there is one. */
    static Check againstFile(OptionSource options, RowBlock block, double[] prices) throws InputException {
        Counter counter = new Counter();
        options.read(block, (i, option) -> {
            if (option.reference() != null) {
                counter.compare(option, prices[i], option.reference());
            }
        });
        return counter.result();
    }

    /** With the formula in plain Java. */
    static Check againstFormula(OptionSource options, RowBlock block, double[] prices) throws InputException {
        Counter counter = new Counter();
        options.read(block, (i, option) -> counter.compare(option, prices[i], Reference.price(option)));
        return counter.result();
    }

    private static final class Counter {
        private int compared;
        private int wrong;

        void compare(EuropeanOption option, double price, double other) {
            compared++;
            if (!(Math.abs(price - other) <= option.tolerance())) {
                wrong++;
            }
        }

        Check result() {
            return new Check(compared, wrong);
        }
    }
}
