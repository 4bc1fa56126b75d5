package org.rfaas.job;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Black-Scholes, the image kernels and the matrix product as a user starts them, over MPI. */
class ApplicationsJobIT {
    private static final Duration PATIENCE = Duration.ofMinutes(8);

    @TempDir
    Path folder;

    private Script.Outcome run(int ranks, String arguments) throws InterruptedException {
        List<String> all = new ArrayList<>(List.of("-n", "" + ranks, "--workers", "" + ranks));
        all.addAll(List.of(arguments.split(" ")));
        try (Script script = Script.start(folder, Map.of(), "mpirun-offload", all.toArray(String[]::new))) {
            return script.await(PATIENCE);
        }
    }

    @ParameterizedTest(name = "{0} ranks, {2}")
    @CsvSource({
        "1, blackscholes, --generate 20000 --runs 20 --offload 0.5 --compare --verify",
        "3, blackscholes, --generate 5000 --runs 5 --precision single --offload off --verify",
        "2, image-kernels, --generate 301x203 --filter gaussian --runs 5 --offload 0.5 --compare --verify",
        "3, image-kernels, --generate 100x80 --filter equalize --offload off --verify",
        "2, jacobi, --matmul 200 --offload 0.5 --compare --verify"
    })
    void shouldComputeWhatTheReferenceDoes(int ranks, String app, String arguments) throws Exception {
        Path json = folder.resolve("report.json");

        Script.Outcome outcome = run(ranks, app + " " + arguments + " --json " + json);

        assertThat(outcome.exitCode()).as(outcome.output()).isZero();
        assertThat(JSON.std.mapFrom(Files.readString(json)))
                .containsEntry("app", app)
                .containsEntry("ranks", ranks)
                .containsEntry("recomputedIterations", 0)
                .containsEntry("matchesReference", true)
                .containsKeys("workers", "localSeconds", "offloadSeconds", "speedup", "offloadedFraction");
    }

    @Test
    void shouldPutTheRowsOfAllRanksIntoOnePicture() throws Exception {
        for (int ranks : new int[] {1, 3}) {
            Script.Outcome outcome = run(
                    ranks,
                    "image-kernels --generate 60x41 --filter sobel --offload off --output "
                            + folder.resolve(ranks + ".png"));
            assertThat(outcome.exitCode()).as(outcome.output()).isZero();
        }
        assertThat(folder.resolve("3.png")).hasSameBinaryContentAs(folder.resolve("1.png"));
    }
}
