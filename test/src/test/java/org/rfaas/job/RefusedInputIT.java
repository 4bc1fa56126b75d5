package org.rfaas.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Input that the applications cannot take: two ranks under mpirun say in one line what is wrong, and leave no file. */
class RefusedInputIT {
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    /** Mpirun waits a second or two before it gives up a job; meanwhile others start. */
    private static final int AT_ONCE = 4;

    private static final String COORDINATES = "%%MatrixMarket matrix coordinate real general|";
    private static final String ARRAY = "%%MatrixMarket matrix array real general|";
    private static final String SOBEL = "image-kernels --input in --filter sobel --output out.png";

    /**
     * One of them.
     *
     * @param job application and arguments
     * @param content of the file {@code in}, where it exists; {@code |} ends a line
     * @param mention what the line has to name
     */
    private record Refusal(String job, @Nullable String content, String mention) {
        String app() {
            return job.substring(0, job.indexOf(' '));
        }

        String title() {
            return job + (content == null ? "" : " of " + content);
        }
    }

    private static final List<Refusal> REFUSALS = List.of(
            new Refusal("jacobi --matrix in", null, "in: no such file"),
            new Refusal("jacobi --matrix in", "hello|", "in:1"),
            new Refusal("jacobi --matrix in", COORDINATES + "2 2 3|1 1 2|", "entry 2 of 3"),
            new Refusal("jacobi --matrix in", COORDINATES + "2 2 2|1 1 2|2 2 x|", "in:4"),
            new Refusal("jacobi --matrix in", COORDINATES + "2 2 2|1 1 2|3 2 1|", "in:4"),
            new Refusal("jacobi --matrix in", ARRAY + "2 3|1|2|3|4|5|6|", "square"),
            new Refusal("jacobi --matrix in", COORDINATES + "2 2 3|1 1 2|1 2 1|2 1 1|", "diagonal"),
            new Refusal("jacobi --matrix in", ARRAY + "2 2|1|5|5|1|", "diverge"),
            new Refusal("jacobi --dominant 100 --tolerance nonsense", null, "--tolerance"),
            new Refusal("jacobi --dominant 100 --offload 1.5", null, "--offload"),
            new Refusal("jacobi --poisson -3", null, "--poisson"),
            new Refusal("jacobi --dominant 100 --rhs no-such-file", null, "no-such-file"),
            new Refusal("jacobi --dominant 100 --json /no/such/folder/report.json", null, "/no/such/folder"),
            new Refusal("jacobi --dominant 100 --frobnicate 1", null, "--frobnicate"),
            new Refusal("jacobi --matmul 0", null, "--matmul 0"),
            new Refusal("jacobi --matmul 2147483647", null, "dense rows of 2147483647 columns"),
            new Refusal("blackscholes --input in --output out.txt", "1|42 40 0.1 0 -0.2 0.5 C 0|", "in:2: volatility"),
            new Refusal("blackscholes --generate 10 --output /no/such/folder/out", null, "cannot be written"),
            new Refusal(SOBEL, "P5 10 10 255 abc", "is truncated"),
            new Refusal(SOBEL, "GIF89a", "neither PNG nor JPEG"),
            new Refusal(SOBEL, "P5 0 10 255 abc", "0 x 10 pixels"),
            new Refusal(
                    "image-kernels --generate 9x9 --filter gaussian --sigma -1 --output out.png",
                    null,
                    "--sigma -1.0"));

    @TempDir
    Path folder;

    @TestFactory
    Stream<DynamicTest> shouldRefuseBadInputWithOneLineAndLeaveNoFile() throws Exception {
        List<Future<Script.Outcome>> outcomes;
        try (SplitCluster cluster = SplitCluster.start(folder, 1);
                ExecutorService jobs = Executors.newFixedThreadPool(AT_ONCE)) {
            outcomes = jobs.invokeAll(REFUSALS.stream()
                    .<Callable<Script.Outcome>>map(refusal -> () -> run(refusal, cluster))
                    .toList());
        }
        return IntStream.range(0, REFUSALS.size())
                .mapToObj(job -> DynamicTest.dynamicTest(REFUSALS.get(job).title(), () -> {
                    Refusal refusal = REFUSALS.get(job);
                    outcomes.get(job).get().assertRefused(refusal.app(), refusal.mention());
                }));
    }

    private Script.Outcome run(Refusal refusal, SplitCluster cluster) throws IOException, InterruptedException {
        Path own = Files.createTempDirectory(folder, refusal.app());
        if (refusal.content() != null) {
            Files.writeString(own.resolve("in"), refusal.content().replace('|', '\n'));
        }
        List<String> arguments = new ArrayList<>(List.of("-n", "2"));
        arguments.addAll(List.of(refusal.job().split(" ")));
        try (Script script =
                Script.start(own, cluster.environment(), "mpirun-offload", arguments.toArray(String[]::new))) {
            Script.Outcome outcome = script.await(PATIENCE);
            requireNothingWritten(own, outcome);
            return outcome;
        }
    }

    private static void requireNothingWritten(Path own, Script.Outcome outcome) throws IOException {
        try (Stream<Path> files = Files.list(own)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .as(outcome.output())
                    .allMatch(name -> name.equals("in") || name.endsWith(".log"));
        }
    }
}
