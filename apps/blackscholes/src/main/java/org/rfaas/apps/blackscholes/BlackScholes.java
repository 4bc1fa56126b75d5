package org.rfaas.apps.blackscholes;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.rfaas.apps.harness.Application;
import org.rfaas.apps.harness.Comparison;
import org.rfaas.apps.harness.Detail;
import org.rfaas.apps.harness.InputException;
import org.rfaas.apps.harness.Measurement;
import org.rfaas.apps.harness.OutputFile;
import org.rfaas.apps.harness.Ranks;
import org.rfaas.apps.harness.RefusedException;
import org.rfaas.apps.harness.Report;
import org.rfaas.apps.harness.RowBlock;
import org.rfaas.apps.harness.Session;
import org.rfaas.apps.harness.Step;
import org.rfaas.apps.harness.Timed;
import org.rfaas.cli.Version;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Prices European options under {@code mpirun}, or alone. */
@Command(
        name = "blackscholes",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false,
        usageHelpAutoWidth = true,
        description = "Prices European options by Black and Scholes's formula: options over MPI ranks, each rank's loop"
                + " shared with leased workers.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:priced",
            "1:a price differs from its reference, or the program failed",
            "2:wrong input or options, or too little memory"
        })
public final class BlackScholes extends Application {
    /** Runs of one loop; then the rank tells how far it is. */
    private static final int ROUND = 25;

    @ArgGroup(exclusive = true, multiplicity = "1")
    private Source source = new Source();

    @Option(
            names = "--seed",
            paramLabel = "S",
            defaultValue = "1",
            description = "seed of --generate (default: ${DEFAULT-VALUE})")
    private long seed;

    @Option(
            names = "--output",
            paramLabel = "FILE",
            description = "write the options there, with their prices in the reference's column")
    private @Nullable Path output;

    @Option(
            names = "--precision",
            paramLabel = "double|single",
            defaultValue = "double",
            description = "of the numbers in memory (default: ${DEFAULT-VALUE})")
    private Book.Precision precision = Book.Precision.DOUBLE;

    @Option(
            names = "--runs",
            paramLabel = "R",
            defaultValue = "100",
            description = "how often to price them all, as PARSEC does (default: ${DEFAULT-VALUE})")
    private int runs;

    /** Exactly one of them. */
    static final class Source {
        @Option(
                names = "--input",
                paramLabel = "FILE",
                description =
                        "options in PARSEC's text format: their number, then 'S K r q vol T C|P div reference' a line")
        private @Nullable Path input;

        @Option(names = "--generate", paramLabel = "N", description = "N random options")
        private @Nullable Integer generated;

        OptionSource open(long seed) throws InputException {
            if (input != null) {
                return new OptionFile(input);
            }
            int most = Integer.MAX_VALUE - PriceLoops.BLOCK;
            if (generated == null || generated < 1 || generated > most) {
                throw new InputException("--generate " + generated + " is not in 1.." + most);
            }
            return new GeneratedOptions(generated, seed);
        }
    }

    /** A rank's options and where the prices stand in the file. */
    private record Loaded(RowBlock block, Book book) {}

    BlackScholes(Ranks ranks) {
        super(ranks);
    }

    /** Runs and exits. */
    public static void main(String[] args) {
        launch(BlackScholes::new, args);
    }

    @Override
    protected Report run(Session session) throws RefusedException {
        Ranks ranks = session.ranks();
        OptionSource options = session.together(this::checkedSource);
        session.checkOnRankZero(this::requireWritable);
        Loaded loaded = session.together(() -> {
            RowBlock block = ranks.share(options.count());
            return new Loaded(block, Book.load(options, block, precision));
        });
        Measurement<double[]> measured = session.measure(() -> price(loaded.book(), session));
        double[] prices = measured.last().result();
        Check byFormula = session.options().isVerified()
                ? check(session, () -> Check.againstFormula(options, loaded.block(), prices))
                : Check.NOTHING;
        Check byFile = options instanceof OptionFile file
                ? check(session, () -> Check.againstFile(file, loaded.block(), prices))
                : Check.NOTHING;
        Comparison comparison = session.compare(measured, Arrays::equals, byFormula::isGood);
        if (byFile.compared() > 0) {
            comparison = comparison.and(Comparison.of(byFile.isGood()));
        }
        List<Detail> details = details(measured, loaded.block().of());
        if (!byFormula.isGood()) {
            details.add(
                    byFormula.differences("unlike the formula", "unlikeFormula", place(session, options, byFormula)));
        }
        if (!byFile.isGood()) {
            details.add(byFile.differences("differing", "differing", place(session, options, byFile)));
        }
        write(session, options, loaded.block(), prices);
        return session.report(measured, comparison, true, details);
    }

    /** Of all ranks. */
    private static Check check(Session session, Step<Check> ofRank) throws RefusedException {
        return Check.ofRanks(session.ranks().collect(session.together(ofRank).toLongs()));
    }

    private static String place(Session session, OptionSource options, Check check) throws RefusedException {
        return session.together(() -> options.place(check.first()));
    }

    private OptionSource checkedSource() throws InputException {
        if (runs < 1) {
            throw new InputException("--runs " + runs + " is not positive");
        }
        given().requireUse("--seed", "--generate");
        return source.open(seed);
    }

    private void requireWritable() throws InputException {
        if (output != null) {
            OutputFile.requireWritable("--output", output);
        }
    }

    private double[] price(Book book, Session session) {
        int done = 0;
        while (done < runs) {
            int round = Math.min(ROUND, runs - done);
            done += round;
            if (done == runs) {
                // every run finds the same: a part that was left out would not be seen
                book.forgetPrices();
            }
            book.price(round);
            int last = done;
            session.progress().show(() -> "run " + last + " of " + runs);
        }
        return book.prices();
    }

    private void write(Session session, OptionSource options, RowBlock block, double[] prices) throws RefusedException {
        Path file = output;
        if (file == null) {
            return;
        }
        double[] all = session.together(() -> new double[block.of()]);
        session.ranks().gather(prices, all);
        session.checkOnRankZero(() -> write(file, options, all));
    }

    private static void write(Path file, OptionSource options, double[] prices) throws InputException {
        OutputFile.writeLines("--output", file, line -> {
            line.accept(Integer.toString(prices.length));
            RowBlock all = RowBlock.share(prices.length, 0, 1);
            options.read(all, (i, option) -> line.accept(option.line(prices[i])));
        });
    }

    private List<Detail> details(Measurement<?> measured, int options) {
        List<Detail> details = new ArrayList<>();
        details.add(Detail.of("options", "options", options));
        details.add(Detail.of("runs", "runs", runs));
        String kept = precision.name().toLowerCase(Locale.ROOT);
        details.add(new Detail("precision", kept, "precision", kept));
        Timed<?> last = measured.last();
        double rate = (double) options * runs / last.seconds();
        details.add(new Detail(
                "options a second", String.format(Locale.ROOT, "%.1f million", rate / 1e6), "optionsPerSecond", rate));
        return details;
    }
}
