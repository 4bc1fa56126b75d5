package org.rfaas.job;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.rfaas.apps.harness.Application;
import org.rfaas.apps.harness.Comparison;
import org.rfaas.apps.harness.Detail;
import org.rfaas.apps.harness.Measurement;
import org.rfaas.apps.harness.Ranks;
import org.rfaas.apps.harness.RefusedException;
import org.rfaas.apps.harness.Report;
import org.rfaas.apps.harness.Session;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Multiplies a matrix with a vector, another one at each step, until a file appears: a job that lasts as long as what is done
 * to it. Every element of every product is compared with what it must be.
 */
@Command(name = "lasting-product", description = "Multiplies until it is told to end.")
final class LastingProduct extends Application {
    @Option(names = "--rows", paramLabel = "N", required = true, description = "rows and columns of the matrix")
    private int size;

    @Option(names = "--until", paramLabel = "FILE", required = true, description = "ends when it is there")
    private Path until;

    private LastingProduct(Ranks ranks) {
        super(ranks);
    }

    /** Runs and exits. */
    public static void main(String[] arguments) {
        launch(LastingProduct::new, arguments);
    }

    @Override
    protected Report run(Session session) throws RefusedException {
        Ranks ranks = session.ranks();
        ProductRows rows = new ProductRows(ranks.share(size));
        Measurement<Steps> measured = session.measure(() -> repeat(rows, ranks));
        Steps steps = measured.last().result();
        return session.report(
                measured,
                Comparison.of(ranks.all(steps.wrong() == 0)),
                true,
                List.of(Detail.of("steps", "steps", steps.made())));
    }

    /**
     * How many there were.
     *
     * @param wrong those of which an element was not what it must be, on this rank
     */
    private record Steps(long made, long wrong) {}

    /** Collective: all ranks make as many steps as the first to see the file. */
    private Steps repeat(ProductRows rows, Ranks ranks) {
        long made = 0;
        long wrong = 0;
        while (ranks.all(!Files.exists(until))) {
            wrong += rows.isRight(made) ? 0 : 1;
            made++;
        }
        return new Steps(made, wrong);
    }
}
