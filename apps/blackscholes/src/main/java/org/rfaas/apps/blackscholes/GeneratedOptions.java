package org.rfaas.apps.blackscholes;

import java.util.SplittableRandom;
import org.rfaas.apps.harness.InputException;
import org.rfaas.apps.harness.RowBlock;
import org.rfaas.apps.harness.RowRandom;

/** Random options; each depends on the seed and its place alone, whichever rank makes it. */
record GeneratedOptions(int count, long seed) implements OptionSource {
    @Override
    public void read(RowBlock block, Sink sink) throws InputException {
        for (int i = 0; i < block.count(); i++) {
            sink.accept(i, option(RowRandom.of(seed, block.first() + i)));
        }
    }

    @Override
    public String place(long number) {
        return "generated option " + (number + 1);
    }

    private static EuropeanOption option(SplittableRandom random) {
        double spot = decimal(random, 20, 180);
        double strike = decimal(random, 0.6 * spot, 1.4 * spot);
        double rate = decimal(random, 0.01, 0.1);
        double volatility = decimal(random, 0.05, 0.65);
        double years = decimal(random, 0.05, 2);
        return new EuropeanOption(spot, strike, rate, 0, volatility, years, random.nextBoolean(), null);
    }

    private static double decimal(SplittableRandom random, double least, double below) {
        return Math.rint(random.nextDouble(least, below) * 1e4) / 1e4;
    }
}
