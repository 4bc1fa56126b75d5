package org.rfaas.job;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The main job as a user starts it, with the local cluster that mpirun-offload brings. */
class JacobiJobIT {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

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

    static Stream<Arguments> badInput() {
        return Stream.of(
                Arguments.of("missing.mtx", null, "missing.mtx"),
                Arguments.of("banner.mtx", "hello\n", "banner.mtx:1"),
                Arguments.of(
                        "truncated.mtx",
                        "%%MatrixMarket matrix coordinate real general\n2 2 3\n1 1 2\n",
                        "truncated.mtx"),
                Arguments.of(
                        "number.mtx",
                        "%%MatrixMarket matrix coordinate real general\n2 2 2\n1 1 2\n2 2 x\n",
                        "number.mtx:4"),
                Arguments.of(
                        "index.mtx",
                        "%%MatrixMarket matrix coordinate real general\n2 2 2\n1 1 2\n3 2 1\n",
                        "index.mtx:4"),
                Arguments.of(
                        "rectangle.mtx", "%%MatrixMarket matrix array real general\n2 3\n1\n2\n3\n4\n5\n6\n", "square"),
                Arguments.of(
                        "zero.mtx",
                        "%%MatrixMarket matrix coordinate real general\n2 2 3\n1 1 2\n1 2 1\n2 1 1\n",
                        "diagonal"),
                Arguments.of(
                        "diverging.mtx", "%%MatrixMarket matrix array real general\n2 2\n1\n5\n5\n1\n", "diverge"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("badInput")
    void shouldRefuseABadMatrixWithOneLine(String name, String content, String mention) throws Exception {
        Path matrix = folder.resolve(name);
        if (content != null) {
            Files.writeString(matrix, content);
        }

        Script.Outcome outcome = run("-n", "2", "--workers", "1", "jacobi", "--matrix", matrix.toString());

        outcome.assertRefused("jacobi", mention);
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource({
        "--tolerance, nonsense",
        "--offload, 1.5",
        "--poisson, -3",
        "--rhs, no-such-file",
        "--json, /no/such/folder/report.json",
        "--frobnicate, 1"
    })
    void shouldRefuseAWrongOptionWithOneLine(String option, String value) throws Exception {
        Script.Outcome outcome = option.equals("--poisson")
                ? run("-n", "2", "--workers", "1", "jacobi", option, value)
                : run("-n", "2", "--workers", "1", "jacobi", "--dominant", "100", option, value);

        outcome.assertRefused("jacobi", "");
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
