package org.rfaas.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands and ranks start from the caches that setup makes. */
class AotCachesIT {
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    @TempDir
    private static Path folder;

    private final Path loaded = folder.resolve("loaded");

    /** Of the jars as they are now, which Maven may have packed again since. */
    @BeforeAll
    static void makeCaches() throws InterruptedException {
        try (Script setup = Script.start(folder, Map.of(), "setup")) {
            Script.Outcome outcome = setup.await(PATIENCE);
            assertThat(outcome.exitCode()).as(outcome.output()).isZero();
        }
    }

    private static Script.Outcome rank(String javaOption) throws InterruptedException {
        String[] arguments = {"-n", "1", "--java-option", javaOption, "jacobi", "--dominant", "100"};
        try (Script job = Script.start(folder, Map.of(), "mpirun-offload", arguments)) {
            return job.await(PATIENCE);
        }
    }

    private void assertFromCache(Script.Outcome outcome, String className) throws IOException {
        assertThat(outcome.exitCode()).as(outcome.output()).isZero();
        assertThat(Files.readString(loaded)).contains(" " + className + " source: shared objects file");
    }

    @Test
    void shouldStartCommandsFromTheirCache() throws InterruptedException, IOException {
        Map<String, String> environment = Map.of("JDK_JAVA_OPTIONS", "-Xlog:class+load:file=" + loaded);
        try (Script devices = Script.start(folder, environment, "rfaas", "devices")) {
            assertFromCache(devices.await(PATIENCE), "org.rfaas.cli.DevicesCommand");
        }
    }

    @Test
    void shouldStartRanksFromTheirCache() throws InterruptedException, IOException {
        assertFromCache(rank("-Xlog:class+load:file=" + loaded), "org.rfaas.client.LeasedExecutor");
    }

    @Test
    void shouldStartRanksWithFlagsThatNoCacheFits() throws InterruptedException {
        Script.Outcome outcome = rank("-XX:+UseZGC");
        assertThat(outcome.exitCode()).as(outcome.output()).isZero();
        assertThat(outcome.output()).doesNotContain("[warning]").doesNotContain("[error]");
    }
}
