package org.rfaas.job;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;

/**
 * How long Jacobi's solve takes on this machine, so that a job can be made to outlast what happens to it. The number of
 * iterations is inversely proportional to the margin by which the system is dominant; a short solve is timed.
 */
final class SolvePace {
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final double TIMED_MARGIN = 0.01;

    private final double timedSeconds;

    private SolvePace(double timedSeconds) {
        this.timedSeconds = timedSeconds;
    }

    /** Times a solve of so many unknowns on one rank without workers. */
    static SolvePace measure(Path folder, int unknowns) throws IOException, InterruptedException {
        Path report = folder.resolve("pace.json");
        String[] arguments = {
            "-n",
            "1",
            "jacobi",
            "--dominant",
            String.valueOf(unknowns),
            "--margin",
            String.valueOf(TIMED_MARGIN),
            "--offload",
            "off",
            "--json",
            report.toString()
        };
        try (Script job = Script.start(folder, Map.of(), "mpirun-offload", arguments)) {
            Script.Outcome outcome = job.await(PATIENCE);
            assertThat(outcome.exitCode()).as(outcome.output()).isZero();
        }
        Map<String, Object> told = JSON.std.mapFrom(Files.readString(report));
        return new SolvePace(((Number) told.get("localSeconds")).doubleValue());
    }

    /** The {@code --margin} with which one rank without workers takes so long. */
    String marginFor(Duration solve) {
        return String.format(Locale.ROOT, "%.9f", TIMED_MARGIN * timedSeconds * 1e3 / solve.toMillis());
    }
}
