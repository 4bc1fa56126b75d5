package org.rfaas.bench.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.rfaas.bench.ColdStartBench;
import org.rfaas.bench.ColdStartTimes;
import org.rfaas.bench.Percentiles;
import org.rfaas.cli.CliException;
import org.rfaas.executor.cli.UserCache;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code rfaas bench cold-start}. */
@Command(
        name = "cold-start",
        description = {
            "Time from asking for a lease to the first result, by sandbox, with a pooled and with a fresh executor.",
            "",
            "lease     the resource manager grants it",
            "allocate  the executor manager hands over a pooled executor, or starts one",
            "connect   a queue pair to its worker",
            "ship      a function's classes are sent and loaded",
            "first     its first invocation"
        })
final class ColdStartCommand extends FigureCommand {
    private static final int MIN_ROUNDS = 30;

    @Option(
            names = "--rounds",
            defaultValue = "30",
            description = "cold starts of each kind, at least 30 (default: ${DEFAULT-VALUE})")
    private int rounds = MIN_ROUNDS;

    @Option(
            names = "--sandbox",
            split = ",",
            paramLabel = "NAME",
            description = "only these of bwrap, podman and none (default: all)")
    private List<String> sandboxes = ColdStartBench.SANDBOXES;

    @Option(
            names = "--podman-root",
            paramLabel = "FOLDER",
            description = "unpacked image; without it podman is left out")
    private @Nullable Path podmanRoot;

    @Override
    Map<String, Object> measure(PrintWriter out, Consumer<String> progress) throws InterruptedException {
        if (rounds < MIN_ROUNDS) {
            throw CliException.misused("--rounds " + rounds + " is too few; give at least " + MIN_ROUNDS);
        }
        if (!ColdStartBench.SANDBOXES.containsAll(sandboxes)) {
            throw CliException.misused("--sandbox " + String.join(",", sandboxes) + ": there are "
                    + String.join(", ", ColdStartBench.SANDBOXES));
        }
        if (podmanRoot == null && Set.copyOf(sandboxes).equals(Set.of("podman"))) {
            throw CliException.misused("--sandbox podman needs --podman-root, a folder with an unpacked image");
        }
        ColdStartBench bench =
                new ColdStartBench(rounds, sandboxes, UserCache.folder(), Optional.ofNullable(podmanRoot), progress);
        List<ColdStartTimes> rows = bench.run();
        if (rows.isEmpty()) {
            throw CliException.failed("nothing was measured: " + bench.skipped(), null);
        }
        out.println("cold start over shm in ms: p50 (" + rows.getFirst().total().tail() + ")");
        out.printf(
                Locale.ROOT,
                "%8s %7s %16s %16s %16s %16s %16s %16s%n",
                "sandbox",
                "pooled",
                "lease",
                "allocate",
                "connect",
                "ship",
                "first",
                "total");
        for (ColdStartTimes row : rows) {
            out.printf(Locale.ROOT, "%8s %7s", row.sandbox(), row.pooled() ? "yes" : "no");
            row.steps().values().forEach(step -> out.printf(Locale.ROOT, " %16s", cell(step)));
            out.printf(Locale.ROOT, " %16s%n", cell(row.total()));
        }
        bench.skipped().forEach((sandbox, reason) -> out.println("not measured: " + sandbox + " (" + reason + ")"));
        return bench.toJson(rows);
    }

    private static String cell(Percentiles time) {
        return String.format(Locale.ROOT, "%.2f (%.2f)", time.p50() / 1e6, time.p99() / 1e6);
    }
}
