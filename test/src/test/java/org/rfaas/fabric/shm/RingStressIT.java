package org.rfaas.fabric.shm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs {@link RingStress} under jcstress, for seconds; more with {@code -Drfaas.jcstress.iteration-ms}. */
final class RingStressIT {
    @Test
    void shouldShowNoForbiddenOutcome(@TempDir Path folder) throws Exception {
        Path log = folder.resolve("jcstress.log");
        Process process = new ProcessBuilder(command(folder))
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            assertThat(process.waitFor(10, TimeUnit.MINUTES)).isTrue();
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
        String output = Files.readString(log);
        assertThat(process.exitValue()).as(output).isZero();
        assertThat(output)
                .contains("Failed tests: No matches.", "Error tests: No matches.")
                .contains("All remaining tests: " + RingStress.class.getDeclaredClasses().length + " matching")
                .doesNotContain("FORBIDDEN");
    }

    private static List<String> command(Path folder) throws IOException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        return List.of(
                java,
                "--enable-native-access=ALL-UNNAMED",
                "-XX:-UsePerfData",
                "-cp",
                System.getProperty("java.class.path"),
                "org.openjdk.jcstress.Main",
                "-t",
                RingStress.class.getName(),
                // one configuration of the JVM, or each test would be forked for every way to compile it
                "-jvmArgs",
                "--enable-native-access=ALL-UNNAMED",
                "-sc",
                "false",
                "-f",
                "1",
                "-fsm",
                "0",
                "-iters",
                "3",
                "-time",
                System.getProperty("rfaas.jcstress.iteration-ms", "300"),
                "-r",
                Files.createDirectory(folder.resolve("report")).toString());
    }
}
