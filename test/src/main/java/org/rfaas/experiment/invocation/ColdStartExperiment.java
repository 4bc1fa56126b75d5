package org.rfaas.experiment.invocation;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.rfaas.bench.ColdStartBench;
import org.rfaas.bench.ColdStartTimes;
import org.rfaas.executor.cli.UserCache;
import org.rfaas.experiment.Axis;
import org.rfaas.experiment.Column;
import org.rfaas.experiment.Experiment;
import org.rfaas.experiment.Figure;
import org.rfaas.experiment.Findings;
import org.rfaas.experiment.Findings.Comparison;
import org.rfaas.experiment.Plot;
import org.rfaas.experiment.Progress;
import org.rfaas.experiment.Scale;
import org.rfaas.experiment.Table;

/** From the request for a lease to the first result, step by step. */
public final class ColdStartExperiment implements Experiment {
    /** Keys of the bench's steps, in their order, and what people call them. */
    private static final Map<String, String> STEPS = steps();

    private static Map<String, String> steps() {
        Map<String, String> steps = new LinkedHashMap<>();
        steps.put("leaseMs", "lease");
        steps.put("allocateMs", "allocate");
        steps.put("connectMs", "connect");
        steps.put("shipMs", "ship code");
        steps.put("firstResultMs", "first result");
        return steps;
    }

    @Override
    public String name() {
        return "cold-start";
    }

    @Override
    public String title() {
        return "Cold start, step by step";
    }

    @Override
    public String question() {
        return "How long does a client that has no worker wait for its first result, and for what?";
    }

    @Override
    public String paper() {
        return "figure 9: cold invocations on bare metal and in Docker, broken down into their steps";
    }

    @Override
    public Findings run(Scale scale, Progress progress) throws InterruptedException {
        int rounds = scale.choose(1, 30, 200);
        ColdStartBench bench = new ColdStartBench(
                rounds, ColdStartBench.SANDBOXES, UserCache.folder(), Optional.empty(), progress::begins);
        List<ColdStartTimes> starts = bench.run();
        Table table = table(starts);
        Map<String, String> configuration = new LinkedHashMap<>();
        configuration.put("rounds of each way to start", String.valueOf(rounds));
        configuration.put("fabric", "shm; client and managers are one warm process");
        configuration.put("lease", "1 core, 512 MiB");
        List<String> notes = new ArrayList<>();
        notes.add(
                "A pooled executor was started before it was asked for; a fresh one is a process that starts when the "
                        + "lease is presented. Medians of the steps need not add up to the median of all.");
        bench.skipped().forEach((sandbox, reason) -> notes.add("Not measured: " + sandbox + ", " + reason + "."));
        return new Findings(table, plot(table), configuration, comparisons(starts), notes);
    }

    private static String tail(List<ColdStartTimes> starts) {
        return starts.isEmpty() ? "p99" : starts.getFirst().total().tail();
    }

    private static Table table(List<ColdStartTimes> starts) {
        List<Column> columns = new ArrayList<>();
        columns.add(Column.of("sandbox", "sandbox"));
        columns.add(Column.of("executor", "executor"));
        STEPS.forEach((key, title) -> columns.add(Column.of(key, title, "ms")));
        columns.add(Column.of("totalMs", "all", "ms"));
        columns.add(Column.of("totalTailMs", "all, " + tail(starts), "ms"));
        Table.Builder rows = Table.of(columns.toArray(Column[]::new));
        for (ColdStartTimes start : starts) {
            List<Object> cells = new ArrayList<>();
            cells.add(start.sandbox());
            cells.add(start.pooled() ? "pooled" : "fresh");
            start.steps().values().forEach(step -> cells.add(Units.ms(step.p50())));
            cells.add(Units.ms(start.total().p50()));
            cells.add(Units.ms(start.total().p99()));
            rows.row(cells.toArray());
        }
        return rows.build();
    }

    private static Plot plot(Table table) {
        List<String> sandboxes = table.texts("sandbox");
        List<String> executors = table.texts("executor");
        List<String> categories = new ArrayList<>();
        for (int i = 0; i < sandboxes.size(); i++) {
            categories.add(sandboxes.get(i) + ", " + executors.get(i));
        }
        List<Plot.Bar> bars = STEPS.entrySet().stream()
                .map(step -> new Plot.Bar(step.getValue(), table.numbers(step.getKey())))
                .toList();
        return new Plot.Bars("Cold start by sandbox and executor", Axis.linear("median, ms"), categories, bars, true);
    }

    private static List<Comparison> comparisons(List<ColdStartTimes> starts) {
        return starts.stream()
                .filter(start -> start.sandbox().equals("none"))
                .map(start -> new Comparison(
                        "request to first result, no sandbox, " + (start.pooled() ? "pooled" : "fresh"),
                        "about 128 ms on bare metal, of which 27 ms to start the process",
                        Figure.of(Units.ms(start.total().p50())) + " ms"))
                .toList();
    }
}
