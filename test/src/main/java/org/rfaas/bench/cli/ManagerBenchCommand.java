package org.rfaas.bench.cli;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.rfaas.bench.ManagerBench;
import org.rfaas.bench.ManagerBench.Load;
import org.rfaas.bench.ManagerBench.Row;
import org.rfaas.bench.Percentiles;
import org.rfaas.cli.CliException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code rfaas bench manager}. */
@Command(
        name = "manager",
        description = {
            "Grants a second of a resource manager, by clients and nodes, and the way of a change to the board's readers.",
            "",
            "grants  leases granted to simulated clients over the real protocol; each ends by expiry",
            "refused requests for which no core was free: then grants/s is bounded by the cores, not by the manager",
            "notice  from a node's registration to a reader having seen it one-sided; last: to the last reader",
            "cpu     what the manager's process computes while one such notice spreads",
            "idle    what the manager's process takes of one core while nothing changes: without, with readers",
            "heap    of the manager while that many leases are held: 10,000, or one for each core"
        })
final class ManagerBenchCommand extends FigureCommand {
    private static final int NODES = 1000;

    /** With those that register while it is measured they must have room on the board, which shows 16,384. */
    private static final int MOST_NODES = 16_000;

    private static final List<Load> LOADS = List.of(
            new Load(1, 1000), new Load(100, 10), new Load(100, 1000), new Load(100, 10_000), new Load(10_000, 1000));

    @Mixin
    private FabricOption fabric = new FabricOption();

    @Option(
            names = "--seconds",
            paramLabel = "S",
            converter = Seconds.class,
            defaultValue = "5",
            description = "time for the grants of each row (default: ${DEFAULT-VALUE})")
    private Duration time = Duration.ofSeconds(5);

    @Option(names = "--clients", paramLabel = "N", description = "one row with so many clients, instead of the five")
    private int clients;

    @Option(
            names = "--nodes",
            paramLabel = "N",
            description = "of that row, up to " + MOST_NODES + " (default: " + NODES + ")")
    private @Nullable Integer nodes;

    @Option(names = "--readers", defaultValue = "10000", description = "of the board (default: ${DEFAULT-VALUE})")
    private int readers = 10_000;

    @Override
    Map<String, Object> measure(PrintWriter out, Consumer<String> progress) throws InterruptedException {
        if (readers < 1 || clients < 0 || (nodes != null && nodes < 1)) {
            throw CliException.misused("--readers, --clients and --nodes must be positive");
        }
        if (nodes != null && nodes > MOST_NODES) {
            throw CliException.misused("--nodes " + nodes + " is more than " + MOST_NODES);
        }
        if (nodes != null && clients == 0) {
            throw CliException.misused("--nodes is of the row that --clients asks for; give both");
        }
        ManagerBench bench = new ManagerBench(fabric.provider(), time, readers, progress);
        List<Row> rows = bench.run(clients > 0 ? List.of(new Load(clients, nodes == null ? NODES : nodes)) : LOADS);
        out.printf(
                Locale.ROOT,
                "%8s %8s %10s %8s %16s %16s %8s %8s %12s %8s %8s%n",
                "clients",
                "nodes",
                "grants/s",
                "refused",
                "grant ms",
                "notice ms",
                "last ms",
                "cpu ms",
                "idle %",
                "leases",
                "heap MiB");
        for (Row row : rows) {
            out.printf(
                    Locale.ROOT,
                    "%8d %8d %10.0f %8d %16s %16s %8.1f %8.2f %12s %8d %8d%n",
                    row.load().clients(),
                    row.load().nodes(),
                    row.grantsPerSecond(),
                    row.refused(),
                    millis(row.grant()),
                    millis(row.board().notice()),
                    row.board().lastNotice().p50() / 1e6,
                    row.board().noticeCpuNs() / 1e6,
                    String.format(
                            Locale.ROOT,
                            "%.2f, %.2f",
                            row.board().idleCpuPercent(),
                            row.board().idleReadersCpuPercent()),
                    row.leases(),
                    row.heapMiB());
        }
        return ManagerBench.toJson(rows);
    }

    private static String millis(Percentiles ns) {
        return String.format(Locale.ROOT, "%.3f (%.3f)", ns.p50() / 1e6, ns.p99() / 1e6);
    }
}
