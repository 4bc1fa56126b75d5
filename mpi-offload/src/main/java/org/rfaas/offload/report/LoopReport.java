package org.rfaas.offload.report;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What became of one annotated loop on a rank.
 *
 * @param name class, method and line of the loop
 * @param runs how often the rank's thread has run it
 * @param runNs about how long the rank alone takes for a run, ns; 0 if unknown
 * @param iterations of all runs
 * @param iterationsRemote iterations workers computed, whose results were committed
 * @param runsInOrder runs that failed their check, so that the rank ran them in order
 * @param reason why the first of these did; {@code null} if none has
 */
public record LoopReport(
        String name,
        long runs,
        double runNs,
        long iterations,
        long iterationsRemote,
        long runsInOrder,
        @Nullable String reason) {
    /** One line for people. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("loop ").append(name).append(": ");
        text.append(runs).append(runs == 1 ? " run" : " runs");
        if (runNs > 0) {
            text.append(String.format(Locale.ROOT, " of %.3f ms", runNs / 1e6));
        }
        if (iterationsRemote > 0) {
            text.append(String.format(
                    Locale.ROOT,
                    ", %.1f%% of %d iterations on workers",
                    100.0 * iterationsRemote / iterations,
                    iterations));
        } else {
            text.append(", all on the rank");
        }
        if (reason != null) {
            text.append("; ").append(runsInOrder).append(" in order: ").append(reason);
        }
        return text.toString();
    }
}
