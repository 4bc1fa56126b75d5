package org.rfaas.job;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.jr.ob.JSON;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Black-Scholes, the image kernels and the matrix product as a user starts them, over MPI. */
class ApplicationsJobIT {
    private static final Duration PATIENCE = Duration.ofMinutes(8);

    private static SplitCluster cluster;

    @TempDir
    Path folder;

    @BeforeAll
    static void startCluster(@TempDir Path ofCluster) throws Exception {
        cluster = SplitCluster.start(ofCluster, 2);
    }

    @AfterAll
    static void stopCluster() {
        if (cluster != null) {
            cluster.close();
        }
    }

    /** In the cluster that all share: what mpirun-offload brings of its own is another test's. */
    private Script.Outcome run(int ranks, String arguments) throws InterruptedException {
        List<String> all = new ArrayList<>(List.of("-n", "" + ranks));
        all.addAll(List.of(arguments.split(" ")));
        Map<String, String> environment = new HashMap<>(cluster.environment());
        environment.put("RFAAS_WORKERS", "1");
        try (Script script = Script.start(folder, environment, "mpirun-offload", all.toArray(String[]::new))) {
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
        Map<String, Object> report = JSON.std.mapFrom(Files.readString(json));
        assertThat(report)
                .containsEntry("app", app)
                .containsEntry("ranks", ranks)
                .containsEntry("recomputedIterations", 0)
                .containsEntry("matchesReference", true)
                .containsKeys("workers", "localSeconds", "offloadSeconds", "speedup");
        assertOffloaded(report, arguments.contains("--offload off") ? 0 : 0.5);
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(
            strings = {
                "blackscholes --generate 50000 --runs 10 --precision single",
                "image-kernels --filter convolve --kernel 0,1,0;1,-4,1;0,1,0",
                "image-kernels --filter sobel",
                "image-kernels --filter median",
                "image-kernels --filter bilateral --sigma 1",
                "image-kernels --filter equalize",
                "image-kernels --filter thumbnail --size 64x64",
                "image-kernels --filter thumbnail --size 64x64 --resampling lanczos"
            })
    void shouldComputeTheSameOnAWorker(String work) throws Exception {
        Path json = folder.resolve("report.json");
        String size = work.startsWith("image-kernels") ? " --generate 160x200 --runs 10" : "";

        Script.Outcome outcome = run(1, work + size + " --offload 0.5 --compare --json " + json);

        assertThat(outcome.exitCode()).as(outcome.output()).isZero();
        Map<String, Object> report = JSON.std.mapFrom(Files.readString(json));
        assertThat(report).containsEntry("matchesReference", true).containsEntry("recomputedIterations", 0);
        assertOffloaded(report, 0.5);
    }

    /** Iterations are shared by whole chunks, so the fraction is not met to the last one. */
    private static void assertOffloaded(Map<String, Object> report, double fraction) {
        assertThat(((Number) report.get("offloadedFraction")).doubleValue()).isCloseTo(fraction, within(fraction / 5));
    }

    @Test
    void shouldEndAllRanksAtABadPicture() throws Exception {
        Path in = Files.createDirectory(folder.resolve("in"));
        Path out = Files.createDirectory(folder.resolve("out"));
        Files.writeString(in.resolve("a-bad.ppm"), "P6 8 8 255\nabc");
        Path good =
                Files.write(folder.resolve("good.pgm"), ("P5 64 64 255\n" + " ".repeat(64 * 64)).getBytes(US_ASCII));
        int ofOtherRank = 500;
        for (int i = 1; i < 2 * ofOtherRank; i++) {
            Files.createLink(in.resolve("good" + i + ".pgm"), good);
        }

        run(
                        2,
                        "image-kernels --input " + in + " --output " + out
                                + " --filter median --radius 5 --runs 20 --offload off")
                .assertRefused("image-kernels", "a-bad.ppm: is truncated");
        try (Stream<Path> made = Files.list(out)) {
            assertThat(made.count()).isLessThan(ofOtherRank);
        }
    }

    @Test
    void shouldSayInOneLineThatMemoryDoesNotSufficeWhileItComputes() throws Exception {
        String arguments = "-n 1 --java-option -Xmx200m image-kernels --generate 9999x1 --filter gaussian"
                + " --sigma 1000 --truncate 10 --offload off";
        try (Script job = Script.start(folder, cluster.environment(), "mpirun-offload", arguments.split(" "))) {
            job.await(PATIENCE).assertRefused("image-kernels", "more memory with -Xmx");
        }
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
