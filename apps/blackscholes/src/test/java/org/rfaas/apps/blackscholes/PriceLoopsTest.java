package org.rfaas.apps.blackscholes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.rfaas.apps.harness.InputException;
import org.rfaas.apps.harness.RowBlock;

class PriceLoopsTest {
    @ParameterizedTest
    @CsvSource({"DOUBLE, 1", "DOUBLE, 512", "DOUBLE, 1300", "SINGLE, 1", "SINGLE, 1300"})
    void shouldPriceAsThePlainFormulaDoes(Book.Precision precision, int count) throws InputException {
        double tolerance = precision == Book.Precision.DOUBLE ? 1e-9 : 1e-4;
        GeneratedOptions options = new GeneratedOptions(count, 17);
        double[] prices = priceAll(options, precision);
        assertThat(prices).hasSize(count);
        options.read(
                RowBlock.share(count, 0, 1),
                (i, option) -> assertThat(prices[i]).isCloseTo(Reference.price(option), within(tolerance)));
    }

    @ParameterizedTest
    @EnumSource(Book.Precision.class)
    void shouldFindTheSamePricesEachTime(Book.Precision precision) throws InputException {
        GeneratedOptions options = new GeneratedOptions(1300, 23);
        Book book = Book.load(options, RowBlock.share(1300, 0, 1), precision);
        book.price(1);
        double[] once = book.prices();
        book.forgetPrices();
        book.price(3);
        assertThat(book.prices()).isEqualTo(once);
    }

    /** A call less a put of the same strike is worth the share less the discounted strike. */
    @ParameterizedTest
    @EnumSource(Book.Precision.class)
    void shouldKeepPutCallParity(Book.Precision precision) throws InputException {
        List<EuropeanOption> both = new ArrayList<>();
        new GeneratedOptions(500, 5).read(RowBlock.share(500, 0, 1), (_, o) -> {
            both.add(new EuropeanOption(o.spot(), o.strike(), o.rate(), 0.02, o.volatility(), o.years(), false, null));
            both.add(new EuropeanOption(o.spot(), o.strike(), o.rate(), 0.02, o.volatility(), o.years(), true, null));
        });
        double[] prices = priceAll(new Listed(both), precision);
        for (int i = 0; i < both.size(); i += 2) {
            EuropeanOption option = both.get(i);
            double due = option.strike() * Math.exp(-option.rate() * option.years());
            assertThat(prices[i] - prices[i + 1])
                    .isCloseTo(
                            option.spotWithoutDividends() - due,
                            within(precision == Book.Precision.DOUBLE ? 1e-9 : 1e-4));
        }
    }

    /** Nothing uncertain is left of an option far in the money, and nothing at all of one far out of it. */
    @ParameterizedTest
    @EnumSource(Book.Precision.class)
    void shouldPriceTheExtremes(Book.Precision precision) throws InputException {
        List<EuropeanOption> extremes = List.of(
                new EuropeanOption(1e6, 1, 0.05, 0, 0.2, 1, false, null),
                new EuropeanOption(1, 1e6, 0.05, 0, 0.2, 1, false, null),
                new EuropeanOption(100, 90, 0, 0, 1e-5, 1, false, null),
                new EuropeanOption(100, 90, 0, 0, 1e-5, 1, true, null));
        double[] prices = priceAll(new Listed(extremes), precision);
        assertThat(prices[0]).isCloseTo(1e6 - Math.exp(-0.05), within(0.1));
        assertThat(prices[1]).isZero();
        assertThat(prices[2]).isCloseTo(10, within(1e-5));
        assertThat(prices[3]).isCloseTo(0, within(1e-5));
    }

    private static double[] priceAll(OptionSource options, Book.Precision precision) throws InputException {
        Book book = Book.load(options, RowBlock.share(options.count(), 0, 1), precision);
        book.price(1);
        return book.prices();
    }

    private record Listed(List<EuropeanOption> options) implements OptionSource {
        @Override
        public int count() {
            return options.size();
        }

        @Override
        public String place(long number) {
            return "option " + number;
        }

        @Override
        public void read(RowBlock block, Sink sink) throws InputException {
            for (int i = 0; i < block.count(); i++) {
                sink.accept(i, options.get(block.first() + i));
            }
        }
    }
}
