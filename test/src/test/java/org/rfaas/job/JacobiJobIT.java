package org.rfaas.job;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The main job as a user starts it, with the local cluster that mpirun-offload brings. */
class JacobiJobIT {
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    @TempDir
    Path folder;

    private Script.Outcome run(String... arguments) throws InterruptedException {
        try (Script script = Script.start(folder, Map.of(), "mpirun-offload", arguments)) {
            return script.await(PATIENCE);
        }
    }

    @ParameterizedTest(name = "{0} ranks, {1} workers, {2} {3}")
    @CsvSource({"1, 1, --dominant, 400", "2, 2, --dominant, 400", "2, 2, --poisson, 24", "4, 4, --dominant, 200"})
    void shouldSolveWithLeasedWorkers(int ranks, int workers, String source, String size) throws Exception {
        Path json = folder.resolve("report.json");

        Script.Outcome outcome = run(
                "-n",
                String.valueOf(ranks),
                "--workers",
                String.valueOf(workers),
                "jacobi",
                source,
                size,
                "--offload",
                "0.5",
                "--compare",
                "--verify",
                "--json",
                json.toString());

        assertThat(outcome.exitCode()).as(outcome.output()).isZero();
        Map<String, Object> report = JSON.std.mapFrom(Files.readString(json));
        assertThat(report)
                .containsEntry("app", "jacobi")
                .containsEntry("ranks", ranks)
                .containsEntry("workers", workers)
                .containsEntry("matchesReference", true)
                .containsEntry("recomputedIterations", 0);
        assertThat(((Number) report.get("offloadedFraction")).doubleValue()).isBetween(0.45, 0.55);
        assertThat(((List<?>) report.get("perRank")))
                .allSatisfy(rank -> assertThat(((Number) ((Map<?, ?>) rank).get("iterationsRemote")).longValue())
                        .as("each rank leases for itself")
                        .isPositive());
    }

    @Test
    void shouldComputeLocallyAfterOneWarningWhenThereIsNoResourceManager() throws Exception {
        Map<String, String> nobody = Map.of("RFAAS_MANAGER", "shm:" + folder.resolve("nobody.sock"));
        try (Script script =
                Script.start(folder, nobody, "mpirun-offload", "-n", "1", "jacobi", "--dominant", "300", "--verify")) {
            Script.Outcome outcome = script.await(PATIENCE);

            assertThat(outcome.exitCode()).as(outcome.output()).isZero();
            assertThat(outcome.output().lines().filter(line -> line.contains(" WARN ")))
                    .as(outcome.output())
                    .hasSize(1);
        }
    }

    @Test
    void shouldReportTheSolutionEvenIfItMissesTheTolerance() throws Exception {
        Script.Outcome outcome =
                run("-n", "1", "--workers", "1", "jacobi", "--dominant", "200", "--max-iterations", "3");

        assertThat(outcome.exitCode()).as(outcome.output()).isEqualTo(1);
    }

    @Test
    void shouldRunAMainClassOfTheUser() throws IOException, InterruptedException {
        Script.Outcome outcome = run(
                "-n",
                "2",
                "--workers",
                "1",
                "--class-path",
                System.getProperty("java.class.path"),
                "org.rfaas.job.HelloRank");

        assertThat(outcome.exitCode()).as(outcome.output()).isZero();
        assertThat(outcome.output()).contains("rank 0 of 2", "rank 1 of 2");
    }
}
