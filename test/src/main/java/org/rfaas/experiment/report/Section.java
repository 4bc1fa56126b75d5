package org.rfaas.experiment.report;

import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.rfaas.experiment.Column;
import org.rfaas.experiment.Experiment;
import org.rfaas.experiment.Figure;
import org.rfaas.experiment.Findings;
import org.rfaas.experiment.Table;

/** One experiment's part of the HTML report. */
final class Section {
    private static final double NS_PER_SECOND = 1e9;
    private static final String TABLE = "<div class=\"table\"><table>\n";
    private static final String END_OF_TABLE = "</table></div>\n";

    private Section() {}

    /**
     * The section of a run.
     *
     * @param svg the plot, as an element of the page
     */
    static String of(Result result, String svg) {
        Findings findings = result.findings();
        return begin(result.experiment())
                + "<figure>\n" + svg + "</figure>\n"
                + table(findings.table())
                + comparisons(findings.comparisons())
                + notes(findings.notes())
                + configuration(result)
                + "</section>\n";
    }

    /** The section of an experiment that has nothing to show, and why. */
    static String without(Experiment experiment, String reason) {
        return begin(experiment) + Html.element("p", reason) + "</section>\n";
    }

    private static String begin(Experiment experiment) {
        return "<section id=\"" + experiment.name() + "\">\n"
                + Html.element("h2", experiment.title())
                + Html.element("p", experiment.question())
                + Html.element("p", "In the paper: " + experiment.paper());
    }

    private static String table(Table table) {
        String header = table.columns().stream()
                .map(Column::heading)
                .map(heading -> Html.element("th", heading))
                .collect(Collectors.joining());
        String rows = table.rows().stream().map(Section::row).collect(Collectors.joining());
        return TABLE + "<tr>" + header + "</tr>\n" + rows + END_OF_TABLE;
    }

    private static String row(List<Object> cells) {
        String row = cells.stream()
                .map(cell -> cell instanceof Number number
                        ? "<td class=\"number\">" + Figure.of(number) + "</td>"
                        : Html.element("td", String.valueOf(cell)).strip())
                .collect(Collectors.joining());
        return "<tr>" + row + "</tr>\n";
    }

    private static String comparisons(List<Findings.Comparison> comparisons) {
        if (comparisons.isEmpty()) {
            return "";
        }
        return comparisons.stream()
                .map(one -> "<tr>" + Html.element("td", one.measure()) + Html.element("td", one.paper())
                        + Html.element("td", one.ours()) + "</tr>\n")
                .collect(Collectors.joining(
                        "", TABLE + "<tr><th></th><th>the paper</th><th>this run</th></tr>\n", END_OF_TABLE));
    }

    private static String notes(List<String> notes) {
        return notes.stream().map(note -> Html.element("p", note)).collect(Collectors.joining());
    }

    private static String configuration(Result result) {
        String chosen = result.findings().configuration().entrySet().stream()
                .map(Section::choice)
                .collect(Collectors.joining());
        String where = String.format(
                Locale.ROOT,
                "%s scale, %s, %.1f s, commit %s; %s",
                result.scale().name().toLowerCase(Locale.ROOT),
                result.startedAt().truncatedTo(ChronoUnit.SECONDS),
                result.took().toNanos() / NS_PER_SECOND,
                result.commit(),
                result.machine());
        return "<dl>" + chosen + "</dl>\n<p class=\"where\">" + Html.text(where) + "</p>\n";
    }

    private static String choice(Map.Entry<String, String> choice) {
        return Html.element("dt", choice.getKey()) + Html.element("dd", choice.getValue());
    }
}
