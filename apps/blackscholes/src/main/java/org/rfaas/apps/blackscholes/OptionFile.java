package org.rfaas.apps.blackscholes;

import java.nio.file.Path;
import java.util.StringTokenizer;
import org.jspecify.annotations.Nullable;
import org.rfaas.apps.harness.InputException;
import org.rfaas.apps.harness.RowBlock;
import org.rfaas.apps.harness.TextFile;

/**
 * PARSEC's text format: a line with the number of options, then for each a line {@code S K r q vol T C|P div reference}
 * (Bienia, Kumar, Singh, Li: The PARSEC Benchmark Suite, 2008; blackscholes, inputs). The reference may be missing.
 */
record OptionFile(Path path) implements OptionSource {
    /** Of an option: its nine fields without the reference, and the end of the line. */
    private static final int LEAST_BYTES = "1 1 0 0 1 1 C 0\n".length();

    @Override
    public int count() throws InputException {
        try (TextFile file = new TextFile(path)) {
            return count(file);
        }
    }

    @Override
    public void read(RowBlock block, Sink sink) throws InputException {
        try (TextFile file = new TextFile(path)) {
            int count = count(file);
            for (int i = 0; i < count; i++) {
                StringTokenizer words = file.nextWords();
                if (words == null) {
                    throw file.error("the file ends after " + i + " of " + count + " options");
                }
                if (block.contains(i)) {
                    sink.accept(i - block.first(), option(words, file));
                }
            }
            @Nullable StringTokenizer rest = file.nextWords();
            if (rest != null) {
                throw file.error("more than the " + count + " options that the first line announces");
            }
        }
    }

    /** The file and the line. */
    @Override
    public String place(long number) throws InputException {
        try (TextFile file = new TextFile(path)) {
            count(file);
            for (long i = 0; i <= number; i++) {
                file.nextWords();
            }
            return file.place();
        }
    }

    private static int count(TextFile file) throws InputException {
        StringTokenizer words = file.nextWords();
        if (words == null) {
            throw file.error("the file is empty; it begins with the number of options");
        }
        int count = file.integer(words, "number of options", 1, Integer.MAX_VALUE - PriceLoops.BLOCK);
        file.requireEnd(words);
        file.requireRoomFor(count, "options", LEAST_BYTES);
        return count;
    }

    private static EuropeanOption option(StringTokenizer words, TextFile file) throws InputException {
        double spot = file.number(words, "spot price");
        double strike = file.number(words, "strike price");
        double rate = file.number(words, "interest rate");
        double yield = file.number(words, "dividend yield");
        double volatility = file.number(words, "volatility");
        double years = file.number(words, "time to expiry");
        boolean isPut = isPut(words, file);
        double dividend = file.number(words, "dividend");
        if (dividend != 0) {
            throw file.error("dividend " + dividend + ": single dividends are not priced, a yield is");
        }
        Double reference = words.hasMoreTokens() ? file.number(words, "reference price") : null;
        file.requireEnd(words);
        EuropeanOption option = new EuropeanOption(spot, strike, rate, yield, volatility, years, isPut, reference);
        String problem = option.problem();
        if (problem != null) {
            throw file.error(problem);
        }
        return option;
    }

    private static boolean isPut(StringTokenizer words, TextFile file) throws InputException {
        String word = words.hasMoreTokens() ? words.nextToken() : "";
        return switch (word) {
            case "P", "p" -> true;
            case "C", "c" -> false;
            case "" -> throw file.error("option type is missing");
            default -> throw file.error("option type " + TextFile.quoted(word) + " is neither C (call) nor P (put)");
        };
    }
}
