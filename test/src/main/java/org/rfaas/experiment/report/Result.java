package org.rfaas.experiment.report;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.rfaas.experiment.Column;
import org.rfaas.experiment.Experiment;
import org.rfaas.experiment.Findings;
import org.rfaas.experiment.Scale;
import org.rfaas.experiment.Table;

/**
 * One run of an experiment.
 *
 * @param took from its start to its end
 * @param commit of the sources
 */
record Result(
        Experiment experiment,
        Scale scale,
        Findings findings,
        Machine machine,
        Instant startedAt,
        Duration took,
        String commit) {
    /** Everything but the plot, as documented for scripts. */
    String json() throws IOException {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("experiment", experiment.name());
        json.put("scale", scale.name().toLowerCase(Locale.ROOT));
        json.put("startedAt", startedAt.truncatedTo(ChronoUnit.SECONDS).toString());
        json.put("seconds", took.toMillis() / 1e3);
        json.put("commit", commit);
        json.put("machine", machine.toJson());
        json.put("configuration", findings.configuration());
        json.put("rows", findings.table().rows().stream().map(this::row).toList());
        json.put(
                "comparisons",
                findings.comparisons().stream().map(Result::comparison).toList());
        json.put("notes", findings.notes());
        return JSON.std
                        .with(JSON.Feature.PRETTY_PRINT_OUTPUT, JSON.Feature.WRITE_NULL_PROPERTIES)
                        .asString(json) + "\n";
    }

    private Map<String, @Nullable Object> row(List<Object> cells) {
        Map<String, @Nullable Object> row = new LinkedHashMap<>();
        List<Column> columns = findings.table().columns();
        for (int i = 0; i < cells.size(); i++) {
            Object cell = cells.get(i);
            row.put(columns.get(i).key(), cell.equals(Table.NOTHING) ? null : cell);
        }
        return row;
    }

    private static Map<String, Object> comparison(Findings.Comparison comparison) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("measure", comparison.measure());
        json.put("paper", comparison.paper());
        json.put("ours", comparison.ours());
        return json;
    }
}
