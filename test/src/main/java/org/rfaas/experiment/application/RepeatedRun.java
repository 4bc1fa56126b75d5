package org.rfaas.experiment.application;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.rfaas.experiment.Scale;

/**
 * A figure from several runs of an application, of which the median counts.
 *
 * @param most runs for a figure; fewer when they are long, so that no more begin than within 20 s
 */
record RepeatedRun(int most) {
    private static final Duration ENOUGH = Duration.ofSeconds(20);

    /** One run. */
    interface Run {
        ApplicationRun.Result result() throws IOException, InterruptedException;
    }

    /** Single runs but for steady figures. */
    static RepeatedRun at(Scale scale) {
        return new RepeatedRun(scale.choose(1, 1, 3));
    }

    /** Of all runs, the one with the median time. */
    ApplicationRun.Result median(Run run) throws IOException, InterruptedException {
        List<ApplicationRun.Result> results = new ArrayList<>();
        long startNs = System.nanoTime();
        do {
            results.add(run.result());
        } while (results.size() < most && (results.size() % 2 == 0 || System.nanoTime() - startNs < ENOUGH.toNanos()));
        results.sort(Comparator.comparingDouble(ApplicationRun.Result::seconds));
        return results.get(results.size() / 2);
    }

    /** What a report says of it; nothing of single runs. */
    Map<String, String> configuration() {
        return most == 1
                ? Map.of()
                : Map.of(
                        "runs for each figure",
                        most + " at most, as many as begin within " + ENOUGH.toSeconds()
                                + " s, of which the median is taken");
    }
}
