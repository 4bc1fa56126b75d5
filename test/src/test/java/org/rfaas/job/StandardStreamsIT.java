package org.rfaas.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a job on a cluster of its own says, and where its standard streams lead. */
class StandardStreamsIT {
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    @TempDir
    Path folder;

    @Test
    void shouldWarnThatFunctionsAreNotSandboxed() throws Exception {
        Path programs = Files.createDirectory(folder.resolve("programs"));
        Files.writeString(programs.resolve("bwrap"), "#!/bin/sh\nexit 1\n");
        Files.setPosixFilePermissions(programs.resolve("bwrap"), PosixFilePermissions.fromString("rwx------"));

        Script.Outcome outcome = hello("\"$@\"", Map.of("PATH", programs + ":" + System.getenv("PATH")));

        assertThat(outcome.exitCode()).as(outcome.output()).isZero();
        assertThat(outcome.output()).contains("EXECUTORS ARE NOT SANDBOXED", "rank 0 of 1");
    }

    @Test
    void shouldFailWhenWhatItPrintsIsLost() throws Exception {
        Script.Outcome full = hello("\"$@\" >/dev/full", Map.of());
        assertThat(full.exitCode()).as(full.output()).isEqualTo(1);
        assertThat(full.output()).contains("No space left on device", "not all written");

        Script.Outcome closed = hello("\"$@\" >&-", Map.of());
        assertThat(closed.exitCode()).as(closed.output()).isEqualTo(1);
        assertThat(closed.output()).contains("not all written");
    }

    @Test
    void shouldReadNothingWhenStandardInputIsClosed() throws Exception {
        String shell = "exec <&-; source \"$0\"; readlink /proc/self/fd/0";
        String common = Script.file("run-scripts/lib/common.sh").toString();
        Process process = new ProcessBuilder("bash", "-c", shell, common)
                .redirectErrorStream(true)
                .start();
        assertThat(process.inputReader().readAllAsString()).isEqualTo("/dev/null\n");
        assertThat(process.waitFor()).isZero();
    }

    private Script.Outcome hello(String shell, Map<String, String> environment) throws InterruptedException {
        String[] job = {"-n", "1", "--class-path", System.getProperty("java.class.path"), HelloRank.class.getName()};
        try (Script script =
                Script.start(List.of("bash", "-c", shell, "shell"), folder, environment, "mpirun-offload", job)) {
            return script.await(PATIENCE);
        }
    }
}
