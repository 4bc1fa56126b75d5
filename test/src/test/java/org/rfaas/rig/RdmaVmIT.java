package org.rfaas.rig;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Everything that needs an RDMA device, when asked for by the environment variable RFAAS_TEST_RDMA: {@code vm} boots
 * test/rdma-vm once, with all jobs, and reports what ran there; with {@code real} the jobs run on this machine's device instead;
 * with {@code started:PID} that process runs them beside other tests, as run-scripts/test does, and this one, the last, waits
 * for it.
 */
class RdmaVmIT {
    private static final Logger LOG = LoggerFactory.getLogger(RdmaVmIT.class);

    private static final int SKIPPED = 77;
    private static final String STARTED = "started:";
    private static final int DEADLINE_SECONDS = 1200; // on a quiet machine it takes a quarter to two thirds of that

    /** Fetching packages may come before the deadline begins; Failsafe ends all tests of a module after half an hour. */
    private static final Duration PATIENCE = Duration.ofSeconds(DEADLINE_SECONDS + 300);

    @TestFactory
    List<DynamicNode> shouldPassOverRdma() throws Exception {
        String where = System.getenv().getOrDefault("RFAAS_TEST_RDMA", "off");
        if (where.equals("off")) {
            return skipped("not asked for; run-scripts/test asks for them");
        }
        Path module = Path.of("").toAbsolutePath();
        Path out = Files.createDirectories(module.resolve("target")).resolve("rdma-vm");
        Path log = out.resolveSibling("rdma-vm.log");
        int exitCode = where.startsWith(STARTED)
                ? awaitExit(Long.parseLong(where.substring(STARTED.length())), out.resolve("exit"), log)
                : run(module.resolve("rdma-vm/run"), out, where.equals("real"), log);
        if (exitCode == SKIPPED) {
            return skipped(Files.readAllLines(log).getLast());
        }
        Path results = out.resolve("results");
        assertThat(results)
                .as("what the rig ran; it says in %s: %s", log, Files.readString(log))
                .exists();
        Path latencies = out.resolve("latency/table");
        if (Files.exists(latencies)) {
            LOG.info("latency, for people to look at:\n{}", Files.readString(latencies));
        }
        List<DynamicNode> nodes = new ArrayList<>();
        for (String line : Files.readAllLines(results)) {
            String job = line.split(" ", 2)[0];
            nodes.add(dynamicContainer(job, report(job, line, out.resolve(job))));
        }
        nodes.add(dynamicTest(
                "all jobs end well",
                () -> assertThat(exitCode)
                        .as("exit code of the rig, which says in %s: %s", log, Files.readString(log))
                        .isZero()));
        return nodes;
    }

    /** A test of its own, so that the skip is counted; the reason also where people see it. */
    private static List<DynamicNode> skipped(String reason) {
        LOG.warn("tests over RDMA: {}", reason);
        return List.of(dynamicTest("over RDMA", () -> abort(reason)));
    }

    /** The script's shell is another process's child, so its exit code is in the file it writes last. */
    private static int awaitExit(long pid, Path file, Path log) throws Exception {
        Optional<ProcessHandle> script = ProcessHandle.of(pid);
        if (script.isPresent()) {
            script.get().onExit().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        }
        assertThat(file)
                .as("exit code of the rig, which says in %s: %s", log, Files.readString(log))
                .isNotEmptyFile();
        return Integer.parseInt(Files.readString(file).strip());
    }

    /** Runs the jobs; answers the exit code. */
    private static int run(Path script, Path out, boolean real, Path log) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(
                List.of(script.toString(), "--out", out.toString(), "--seconds", String.valueOf(DEADLINE_SECONDS)));
        if (real) {
            command.add("--real");
        }
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectOutput(log.toFile());
        builder.environment().put("RIG_JOB_CLASS_PATH", System.getProperty("java.class.path"));
        Process process = builder.start();
        try {
            boolean ended = process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            assertThat(ended).as("the rig ended").isTrue();
        } finally {
            process.destroy();
        }
        return process.exitValue();
    }

    /** @param result name, exit code and seconds of a job */
    private static List<DynamicNode> report(String job, String result, Path out) throws IOException {
        List<DynamicNode> tests = new ArrayList<>();
        Path report = out.resolve("tests");
        if (Files.exists(report)) {
            for (String line : Files.readAllLines(report)) {
                GuestTest test = GuestTest.parse(line);
                tests.add(dynamicTest(test.name(), () -> judge(test)));
            }
        }
        tests.add(dynamicTest(
                job + " ends well",
                () -> assertThat(result.split(" ", -1)[1])
                        .as("exit code in \"%s\"; the job's output: %s", result, out.resolve("output"))
                        .isEqualTo("0")));
        return tests;
    }

    private static void judge(GuestTest test) {
        switch (test.outcome()) {
            case PASSED -> {
                // nothing to say
            }
            case SKIPPED -> abort(test.message());
            case FAILED -> throw new AssertionError(test.message());
        }
    }
}
