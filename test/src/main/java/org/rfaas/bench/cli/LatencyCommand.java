package org.rfaas.bench.cli;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.rfaas.bench.LatencyBench;
import org.rfaas.bench.LatencyBench.Row;
import org.rfaas.bench.Percentiles;
import org.rfaas.cli.CliException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code rfaas bench latency}. */
@Command(
        name = "latency",
        description = {
            "Round-trip latency between two processes, by payload: the raw fabric echo, hot and warm invocations.",
            "",
            "bare  two processes that spin on a socket without the fabric (only tcp)",
            "raw   write-with-immediate both ways, no function",
            "hot   invocation of an echo function on a polling worker; input and result stay in the slot",
            "copy  the same from a Java array to a Java array",
            "warm  invocation of a sleeping worker",
            "",
            "Raw, hot and copy take turns, so that what changes on the machine meanwhile changes all three."
        })
final class LatencyCommand extends FigureCommand {
    private static final int MAX_PAYLOAD_BYTES = 16 << 20;
    private static final String FORMAT = "%10s %20s %20s %20s %20s %20s%n";

    @Mixin
    private FabricOption fabric = new FabricOption();

    @Option(
            names = "--payloads",
            split = ",",
            paramLabel = "BYTES",
            description = "payloads in bytes, multiples of 8 (default: 8,64,1024,65536,1048576)")
    private List<Integer> payloads = LatencyBench.PAYLOADS;

    @Option(
            names = "--seconds",
            paramLabel = "S",
            converter = Seconds.class,
            defaultValue = "1",
            description = "time for each figure, of which there are twenty or so (default: ${DEFAULT-VALUE})")
    private Duration time = Duration.ofSeconds(1);

    @Override
    Map<String, Object> measure(PrintWriter out, Consumer<String> progress) {
        if (payloads.stream().anyMatch(bytes -> bytes < 8 || bytes > MAX_PAYLOAD_BYTES || bytes % 8 != 0)) {
            throw CliException.misused("--payloads takes multiples of 8, up to 16777216");
        }
        LatencyBench bench = new LatencyBench(fabric.provider(), payloads, time, progress);
        List<Row> rows = bench.run();
        out.printf(Locale.ROOT, "%s fabric, round trip in µs: p50 (p99)%n", fabric.provider());
        out.printf(Locale.ROOT, FORMAT, "payload B", "bare", "raw", "hot", "copy", "warm");
        for (Row row : rows) {
            out.printf(
                    Locale.ROOT,
                    FORMAT,
                    row.payloadBytes(),
                    row.bareRtt().map(LatencyCommand::cell).orElse("-"),
                    cell(row.rawRtt()),
                    cell(row.hotRtt()),
                    cell(row.hotCopyRtt()),
                    cell(row.warmRtt()));
        }
        rows.forEach(row -> compare(out, row));
        return bench.toJson(rows);
    }

    private static void compare(PrintWriter out, Row row) {
        double overRaw = (double) row.hotRtt().p50() / row.rawRtt().p50();
        if (row.bareRtt().isEmpty()) {
            out.printf(Locale.ROOT, "%d B: hot is %.2f x raw%n", row.payloadBytes(), overRaw);
            return;
        }
        Percentiles bare = row.bareRtt().get();
        out.printf(
                Locale.ROOT,
                "%d B: hot is %.2f x bare, raw %.2f x%n",
                row.payloadBytes(),
                (double) row.hotRtt().p50() / bare.p50(),
                (double) row.rawRtt().p50() / bare.p50());
        if (row.payloadBytes() == LatencyBench.BANDWIDTH_BYTES) {
            out.printf(
                    Locale.ROOT,
                    "bandwidth: bare %.0f MB/s, raw %.0f MB/s (%.0f%%), hot %.0f MB/s (%.0f%%)%n",
                    LatencyBench.bandwidth(bare) / 1e6,
                    LatencyBench.bandwidth(row.rawRtt()) / 1e6,
                    100.0 * bare.p50() / row.rawRtt().p50(),
                    LatencyBench.bandwidth(row.hotRtt()) / 1e6,
                    100.0 * bare.p50() / row.hotRtt().p50());
        }
    }

    private static String cell(Percentiles rtt) {
        return String.format(Locale.ROOT, "%.2f (%.2f)", rtt.p50() / 1e3, rtt.p99() / 1e3);
    }
}
