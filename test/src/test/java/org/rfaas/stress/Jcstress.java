package org.rfaas.stress;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs the concurrency tests of a class under jcstress, for seconds; more with {@code -Drfaas.jcstress.iteration-ms}. */
public final class Jcstress {
    private Jcstress() {}

    /**
     * Fails when a test shows a forbidden outcome, or does not run.
     *
     * @param tests whose public nested classes are the tests
     * @param folder for the log and jcstress's own files
     */
    public static void run(Class<?> tests, Path folder) throws IOException, InterruptedException {
        Path log = folder.resolve("jcstress.log");
        Process process = new ProcessBuilder(command(tests, folder))
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
                .contains("All remaining tests: " + tests.getClasses().length + " matching")
                .doesNotContain("FORBIDDEN");
    }

    private static List<String> command(Class<?> tests, Path folder) throws IOException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        return List.of(
                java,
                "--enable-native-access=ALL-UNNAMED",
                "-XX:-UsePerfData",
                "-cp",
                System.getProperty("java.class.path"),
                "org.openjdk.jcstress.Main",
                "-t",
                tests.getName(),
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
