package org.rfaas.experiment;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What an experiment found.
 *
 * @param configuration what was chosen for this run: sizes, times, counts, with their units
 * @param comparisons the paper's figures beside those of this run
 * @param notes what a reader has to know to read the table right
 * @param files by their names, text that goes beside the results: what the experiment worked on
 */
public record Findings(
        Table table,
        Plot plot,
        Map<String, String> configuration,
        List<Comparison> comparisons,
        List<String> notes,
        Map<String, String> files) {
    public Findings {
        files = Map.copyOf(files);
        configuration = Collections.unmodifiableMap(new LinkedHashMap<>(configuration));
        comparisons = List.copyOf(comparisons);
        notes = List.copyOf(notes);
        if (table.rows().isEmpty()) {
            throw new IllegalArgumentException("an experiment without a row");
        }
    }

    /** Without files of its own. */
    public Findings(
            Table table,
            Plot plot,
            Map<String, String> configuration,
            List<Comparison> comparisons,
            List<String> notes) {
        this(table, plot, configuration, comparisons, notes, Map.of());
    }

    /**
     * One figure beside the paper's.
     *
     * @param measure what is compared, with its unit
     * @param paper as published, with what it was measured on
     * @param ours of this run
     */
    public record Comparison(String measure, String paper, String ours) {}
}
