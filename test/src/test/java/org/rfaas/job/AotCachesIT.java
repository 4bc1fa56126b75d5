package org.rfaas.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
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

    /** In a copy of the scripts, where the rank never comes to its end. */
    @Test
    void shouldGoOnWithoutCachesThatAreNeverDoneAndNotTryAgainUntilToldTo() throws IOException, InterruptedException {
        Path scripts = folder.resolve("run-scripts");
        copyScripts(scripts);
        write(scripts.resolve("mpirun-offload"), "exec sleep 1000");
        Path make = write(
                scripts.resolve("make-caches"),
                "source \"${BASH_SOURCE[0]%/*}/lib/common.sh\"",
                "source \"$root/run-scripts/lib/aot.sh\"",
                "find_jdk",
                "ensure_aot_caches");
        Files.createDirectories(folder.resolve("target"));
        Files.createSymbolicLink(folder.resolve("target/lib"), Script.file("target/lib"));

        String said = makeCaches(make);
        assertThat(said).contains("there are no AOT caches, and JVMs start slower: ended after 1 s");
        assertThat(folder.resolve("target/aot")).isDirectoryNotContaining("glob:**.aot");

        assertThat(makeCaches(make)).isEmpty();

        Files.delete(Path.of(
                said.substring(said.lastIndexOf("To try again: rm ") + 17).strip()));
        assertThat(makeCaches(make)).contains("ended after 1 s");
    }

    /** What it says. */
    private static String makeCaches(Path make) throws IOException, InterruptedException {
        Path output = folder.resolve("output");
        ProcessBuilder builder =
                new ProcessBuilder(make.toString()).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment().put("RFAAS_AOT_TRAINING_SECONDS", "1");
        Process process = builder.start();
        boolean hasEnded = process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        process.destroyForcibly();
        assertThat(hasEnded).isTrue();
        assertThat(process.exitValue()).as(Files.readString(output)).isZero();
        return Files.readString(output);
    }

    private static void copyScripts(Path into) throws IOException {
        Files.createDirectories(into.resolve("lib"));
        for (String name : List.of("rfaas", "lib/common.sh", "lib/aot.sh", "lib/local-cluster.sh", "lib/train-aot")) {
            Files.copy(Script.file("run-scripts/" + name), into.resolve(name), StandardCopyOption.COPY_ATTRIBUTES);
        }
    }

    private static Path write(Path script, String... lines) throws IOException {
        Files.write(script, List.of("#!/usr/bin/env bash", String.join("\n", lines)));
        return Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
    }
}
