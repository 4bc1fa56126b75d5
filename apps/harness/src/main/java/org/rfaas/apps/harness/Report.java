package org.rfaas.apps.harness;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.rfaas.offload.report.OffloadReport;

/**
 * What a run found out, the same on all ranks.
 *
 * @param workers leased workers at the end, of all ranks
 * @param localSeconds time without offloading, if that was run
 * @param offloadSeconds time with offloading, leasing included, if that was run
 * @param comparison of what was run with each other and with a reference
 * @param isReached whether the application got as far as it was asked to
 * @param details what only this application reports
 * @param perRank what each rank's runtime did; none without offloading, where it did nothing
 */
public record Report(
        String app,
        int ranks,
        int workers,
        Optional<Double> localSeconds,
        Optional<Double> offloadSeconds,
        Comparison comparison,
        boolean isReached,
        List<Detail> details,
        List<OffloadReport> perRank) {
    public Report {
        details = List.copyOf(details);
        perRank = List.copyOf(perRank);
    }

    /** Whether the application got there, and nothing contradicts it. */
    boolean isGood() {
        return isReached && comparison != Comparison.DIFFERENT;
    }

    private OffloadReport total() {
        return perRank.stream().reduce(OffloadReport.NOTHING, OffloadReport::merge);
    }

    private Optional<Double> speedup() {
        return localSeconds.flatMap(local -> offloadSeconds.map(offload -> local / offload));
    }

    /** Whether results are what they should be, as JSON has it. */
    private @Nullable Boolean matchesReference() {
        return comparison == Comparison.NONE ? null : Boolean.valueOf(comparison == Comparison.EQUAL);
    }

    String json() {
        Map<String, @Nullable Object> all = new LinkedHashMap<>();
        all.put("app", app);
        all.put("ranks", ranks);
        all.put("workers", workers);
        all.put("localSeconds", localSeconds.orElse(null));
        all.put("offloadSeconds", offloadSeconds.orElse(null));
        all.put("speedup", speedup().orElse(null));
        all.put("offloadedFraction", total().offloadedFraction());
        all.put("recomputedIterations", total().iterationsRecomputed());
        all.put("matchesReference", matchesReference());
        details.forEach(detail -> all.put(detail.key(), detail.value()));
        all.put(
                "perRank",
                perRank.isEmpty()
                        ? null
                        : perRank.stream().map(OffloadReport::values).toList());
        try {
            return JSON.std
                    .with(JSON.Feature.PRETTY_PRINT_OUTPUT)
                    .with(JSON.Feature.WRITE_NULL_PROPERTIES)
                    .asString(all);
        } catch (IOException e) {
            throw new IllegalStateException("a string refused characters", e);
        }
    }

    /** A short table. */
    String text() {
        StringBuilder text = new StringBuilder();
        line(text, "ranks / workers", ranks + " / " + workers);
        details.forEach(detail -> line(text, detail.label(), detail.text()));
        localSeconds.ifPresent(seconds -> line(text, "alone", seconds(seconds)));
        offloadSeconds.ifPresent(seconds -> line(text, "offloaded", seconds(seconds)));
        speedup().ifPresent(speedup -> line(text, "speedup", String.format(Locale.ROOT, "%.2f", speedup)));
        if (comparison != Comparison.NONE) {
            line(text, "matches reference", comparison == Comparison.EQUAL ? "yes" : "NO");
        }
        for (int rank = 0; rank < perRank.size(); rank++) {
            line(text, "rank " + rank, perRank.get(rank).toString());
        }
        return text.toString();
    }

    private static String seconds(double seconds) {
        return String.format(Locale.ROOT, "%.3f s", seconds);
    }

    private static void line(StringBuilder text, String name, String value) {
        text.append(String.format(Locale.ROOT, "%-18s %s%n", name, value));
    }
}
