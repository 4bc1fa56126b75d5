package org.rfaas.experiment.alternatives;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.rfaas.bench.JvmProcess;
import org.rfaas.bench.Percentiles;
import org.rfaas.experiment.Axis;
import org.rfaas.experiment.Checkout;
import org.rfaas.experiment.Column;
import org.rfaas.experiment.Experiment;
import org.rfaas.experiment.Findings;
import org.rfaas.experiment.Plot;
import org.rfaas.experiment.Progress;
import org.rfaas.experiment.Scale;
import org.rfaas.experiment.Series;
import org.rfaas.experiment.Table;

/** Round trips of hot invocations against what a user would pick instead. */
public final class AlternativesExperiment implements Experiment {
    private static final double NS_PER_US = 1e3;

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
        configuration.put("time for each figure", each.toMillis() + " ms, after a third of it or more to warm up");
        configuration.put("processes", "two JVMs on this host for each, one call at a time");
        return new Findings(
                table,
                plot(table),
                configuration,
                List.of(),
                List.of(
                        "All carry the same bytes both ways, written anew for every round and checked after it. Invocations, "
                                + "MPI, Aeron and bare TCP spin while they wait; gRPC and HTTP block, as they do for their users. "
                                + "Invocations, MPI, Aeron and bare TCP keep their payload outside the Java heap, gRPC and HTTP in "
                                + "arrays. Invocations also find and run a function, which copies its input to its result."));
    }

    private static List<String> measure(Contestant contestant, Duration each) throws IOException, InterruptedException {
        String milliseconds = String.valueOf(each.toMillis());
        if (contestant == Contestant.MPI) {
            Process ranks = new ProcessBuilder(
                            Checkout.script("experiments/alternatives/mpi-ping-pong")
                                    .toString(),
                            MpiPingPongMain.class.getName(),
                            milliseconds)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            return output(ranks);
        }
        try (JvmProcess client =
                JvmProcess.start(contestant.jvmOptions(), ClientMain.class, contestant.name(), milliseconds)) {
            return output(client.process());
        }
    }

    private static List<String> output(Process process) throws IOException, InterruptedException {
        process.getOutputStream().close();
        try (var out = process.inputReader(StandardCharsets.UTF_8)) {
            List<String> lines = out.lines().toList();
            if (process.waitFor() != 0) {
                throw new IOException("a process of the experiment failed; what it said is above");
            }
            return lines;
        } finally {
            process.destroy();
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
