package org.rfaas.experiment.alternatives;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.rfaas.bench.JvmProcess;
import org.rfaas.bench.Percentiles;
import org.rfaas.experiment.Axis;
import org.rfaas.experiment.Column;
import org.rfaas.experiment.Experiment;
import org.rfaas.experiment.Figure;
import org.rfaas.experiment.Findings;
import org.rfaas.experiment.Findings.Comparison;
import org.rfaas.experiment.Plot;
import org.rfaas.experiment.Progress;
import org.rfaas.experiment.Scale;
import org.rfaas.experiment.ScratchFolder;
import org.rfaas.experiment.Series;
import org.rfaas.experiment.Table;
import org.rfaas.experiment.host.ScriptProcess;

/** Round trips of hot invocations against what a user would pick instead. */
public final class AlternativesExperiment implements Experiment {
    private static final double NS_PER_US = 1e3;
    private static final String MPI_SCRIPT = "experiments/alternatives/mpi-ping-pong";
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    /** The payload of which the paper says how long a hot invocation takes. */
    private static final int PAPER_BYTES = 1 << 10;

    @Override
    public String name() {
        return "alternatives";
    }

    @Override
    public String title() {
        return "Hot invocations against the alternatives";
    }

    @Override
    public String question() {
        return "Two Java processes on one machine: how long is a round trip by hot invocation, and by what one would take "
                + "instead?";
    }

    @Override
    public String paper() {
        return "invocation latency against other function services; here against what a Java program on a cluster has "
                + "without any service";
    }

    @Override
    public Findings run(Scale scale, Progress progress) throws IOException, InterruptedException {
        Duration each = scale.choose(Duration.ofMillis(20), Duration.ofMillis(400), Duration.ofSeconds(3));
        Table.Builder rows = Table.of(
                Column.of("contestant", "round trip by"),
                Column.of("payloadBytes", "payload", "B"),
                Column.of("medianUs", "median", "µs"),
                Column.of("p99Us", "p99", "µs"),
                Column.of("leastUs", "least", "µs"));
        for (Contestant contestant : Contestant.values()) {
            progress.begins(contestant.title());
            List<Percentiles> times = Measurement.parse(contestant, measure(contestant, each));
            for (int i = 0; i < times.size(); i++) {
                Percentiles time = times.get(i);
                rows.row(
                        contestant.title(),
                        Measurement.PAYLOADS.get(i),
                        time.p50() / NS_PER_US,
                        time.p99() / NS_PER_US,
                        time.min() / NS_PER_US);
            }
        }
        Table table = rows.build();
        Map<String, String> configuration = new LinkedHashMap<>();
        configuration.put(
                "time for each figure",
                each.toMillis()
                        + " ms, after a third of it or more to warm up, and five times as much before the first");
        configuration.put("processes", "two JVMs on this host for each, one call at a time");
        return new Findings(
                table,
                plot(table),
                configuration,
                comparisons(table),
                List.of(
                        "All carry the same bytes both ways, written anew for every round and checked after it. Invocations, "
                                + "MPI, Aeron and bare TCP spin while they wait; gRPC and HTTP block, as they do for their users. "
                                + "Invocations, MPI, Aeron and bare TCP keep their payload outside the Java heap, gRPC, HTTP and the "
                                + "invocation from and to Java arrays in arrays. Invocations also find and run a function, "
                                + "which copies its input to its result.",
                        "Copies count where a contestant makes them. The other invocations make none of their own: the "
                                + "caller has written its input into the slot before the time begins, and reads the result "
                                + "there, as the receivers of Aeron read a message where it is. MPI, bare TCP and the senders "
                                + "of Aeron copy from and to buffers of the caller within the time; compare them with the "
                                + "invocation from and to Java arrays."));
    }

    private static List<Comparison> comparisons(Table table) {
        Table all = table.where("payloadBytes", PAPER_BYTES);
        List<Comparison> comparisons = new ArrayList<>();
        for (Contestant contestant : Contestant.values()) {
            comparisons.add(new Comparison(
                    contestant.title() + ", round trip, 1 kB",
                    contestant.isOurs() ? "5.3 µs over RDMA" : "none published",
                    Figure.of(all.where("contestant", contestant.title())
                                    .numbers("medianUs")
                                    .getFirst())
                            + " µs"));
        }
        return comparisons;
    }

    private static List<String> measure(Contestant contestant, Duration each) throws IOException, InterruptedException {
        String milliseconds = String.valueOf(each.toMillis());
        if (contestant == Contestant.MPI) {
            return pingPong(milliseconds);
        }
        try (JvmProcess client =
                JvmProcess.start(contestant.jvmOptions(), ClientMain.class, contestant.name(), milliseconds)) {
            List<String> lines =
                    client.process().inputReader(StandardCharsets.UTF_8).lines().toList();
            if (client.process().waitFor() != 0) {
                throw new IOException(contestant.title() + " failed; what it said is above");
            }
            return lines;
        }
    }

    /** MPI starts its processes itself. */
    private static List<String> pingPong(String milliseconds) throws IOException, InterruptedException {
        try (ScratchFolder scratch = ScratchFolder.create()) {
            Path times = scratch.path().resolve("times");
            List<String> arguments = List.of(MpiPingPongMain.class.getName(), milliseconds, times.toString());
            try (ScriptProcess ranks = ScriptProcess.start(scratch.path(), Map.of(), MPI_SCRIPT, arguments)) {
                ranks.requireSuccess(PATIENCE);
            }
            return Files.readAllLines(times, StandardCharsets.UTF_8);
        }
    }

    private static Plot plot(Table table) {
        List<Series> series = new ArrayList<>();
        for (Contestant contestant : Contestant.values()) {
            series.add(table.where("contestant", contestant.title())
                    .series(contestant.title(), "payloadBytes", "medianUs"));
        }
        return new Plot.Lines(
                "Round trip between two processes by payload",
                Axis.logarithmic("payload, B"),
                Axis.logarithmic("median, µs"),
                series);
    }
}
