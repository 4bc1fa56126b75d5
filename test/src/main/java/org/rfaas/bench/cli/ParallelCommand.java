package org.rfaas.bench.cli;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.rfaas.bench.ParallelBench;
import org.rfaas.bench.ParallelBench.Row;
import org.rfaas.cli.CliException;
import org.rfaas.cli.Version;
import org.rfaas.lease.LeaseRequest;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code rfaas bench parallel}. */
@Command(
        name = "parallel",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = {
            "Throughput and latency of an echo function, by workers and by invocations in flight on each.",
            "",
            "One thread copies its data into a slot, submits, and copies the result of the oldest invocation out while the"
                    + " workers run the others. MB/s is payload one way; latency is from the caller's memory to the"
                    + " caller's memory, time in the queue included."
        })
final class ParallelCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Option(
            names = "--fabric",
            paramLabel = "NAME",
            converter = ProviderName.class,
            defaultValue = "shm",
            description = "fabric provider (default: ${DEFAULT-VALUE})")
    private String fabric = "shm";

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
    private Duration measure = Duration.ofSeconds(1);

    @Mixin
    private JsonFile json = new JsonFile();

    @Override
    public Integer call() {
        if (workers < 1 || workers > LeaseRequest.MAX_CORES) {
            throw CliException.misused("--workers is not in 1.." + LeaseRequest.MAX_CORES);
        }
        var out = spec.commandLine().getOut();
        var err = spec.commandLine().getErr();
        ParallelBench bench =
                new ParallelBench(fabric, workers, measure, what -> err.println("measuring: " + what + " ..."));
        List<Row> rows = bench.run();
        out.printf(Locale.ROOT, "%s fabric%n", fabric);
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
        json.write(bench.toJson(rows));
        return 0;
    }
}
