package org.rfaas.bench.cli;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.rfaas.bench.ParallelBench;
import org.rfaas.bench.ParallelBench.Row;
import org.rfaas.cli.CliException;
import org.rfaas.lease.LeaseRequest;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code rfaas bench parallel}. */
@Command(
        name = "parallel",
        description = {
            "Throughput and latency of an echo function, by workers and by invocations in flight on each.",
            "",
            "One thread copies its data into a slot, submits, and copies the result of the oldest invocation out while the"
                    + " workers run the others. MB/s is payload one way; latency is from the caller's memory to the"
                    + " caller's memory, time in the queue included."
        })
final class ParallelCommand extends FigureCommand {
    @Mixin
    private FabricOption fabric = new FabricOption();

    @Option(
            names = "--workers",
            paramLabel = "N",
            description = "measure with 1 to N workers (default: one less than this machine has cores, at least one)")
    private int workers = Math.max(1, Runtime.getRuntime().availableProcessors() - 1);

    @Option(
            names = "--seconds",
            paramLabel = "S",
            converter = Seconds.class,
            defaultValue = "1",
            description = "time for each figure, eight a worker (default: ${DEFAULT-VALUE})")
    private Duration time = Duration.ofSeconds(1);

    @Override
    Map<String, Object> measure(PrintWriter out, Consumer<String> progress) {
        if (workers < 1 || workers > LeaseRequest.MAX_CORES) {
            throw CliException.misused("--workers is not in 1.." + LeaseRequest.MAX_CORES);
        }
        ParallelBench bench = new ParallelBench(fabric.provider(), workers, time, progress);
        List<Row> rows = bench.run();
        out.printf(Locale.ROOT, "%s fabric%n", fabric.provider());
        out.printf(
                Locale.ROOT,
                "%10s %8s %10s %14s %10s %12s %12s%n",
                "payload B",
                "workers",
                "in flight",
                "invocations/s",
                "MB/s",
                "p50 µs",
                "p99 µs");
        for (Row row : rows) {
            out.printf(
                    Locale.ROOT,
                    "%10d %8d %10d %14.0f %10.0f %12.2f %12.2f%n",
                    row.payloadBytes(),
                    row.workers(),
                    row.inFlight(),
                    row.invocationsPerSecond(),
                    row.bytesPerSecond() / 1e6,
                    row.latency().p50() / 1e3,
                    row.latency().p99() / 1e3);
        }
        out.printf(
                Locale.ROOT, "overlap at 1 MiB on one worker: %.2f times without%n", ParallelBench.overlapGain(rows));
        return bench.toJson(rows);
    }
}
