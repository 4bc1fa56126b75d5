package org.rfaas.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** One of the run-scripts as a user would start it, its output in a file. */
final class Script implements AutoCloseable {
    private static final Path ROOT = findRoot();

    private final Process process;
    private final Path output;

    private Script(Process process, Path output) {
        this.process = process;
        this.output = output;
    }

    /** What a script that has ended left behind: its exit code and everything it printed. */
    record Outcome(int exitCode, String output) {
        /** An application said in one line what is wrong with its input. */
        void assertRefused(String app, String mention) {
            assertThat(exitCode).as(output).isEqualTo(2);
            List<String> said =
                    output.lines().filter(line -> line.startsWith(app + ": ")).toList();
            assertThat(said).as(output).hasSize(1);
            assertThat(said.getFirst()).contains(mention);
            assertThat(output).doesNotContain("\tat ").doesNotContain("Exception");
        }
    }

    static Script start(Path folder, Map<String, String> environment, String name, String... arguments) {
        return start(List.of(), folder, environment, name, arguments);
    }

    /**
     * Like the other, elsewhere.
     *
     * @param around command to run it under, as {@code ip netns exec NAME}
     */
    static Script start(
            List<String> around, Path folder, Map<String, String> environment, String name, String... arguments) {
        List<String> command = new ArrayList<>(around);
        // started in the background of a shell, tests ignore SIGINT, and so would all that they start
        command.addAll(List.of("env", "--default-signal=INT,TERM"));
        command.add(ROOT.resolve("run-scripts/" + name).toString());
        command.addAll(List.of(arguments));
        try {
            Path output = Files.createTempFile(folder, name, ".log");
            ProcessBuilder builder = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .directory(folder.toFile());
            builder.environment().remove("RFAAS_MANAGER");
            builder.environment().remove("RFAAS_CONFIG");
            // what services keep for later goes with the test
            builder.environment().put("XDG_STATE_HOME", folder.resolve("state").toString());
            builder.environment().putAll(environment);
            Process process = builder.start();
            process.getOutputStream().close();
            return new Script(process, output);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start " + name, e);
        }
    }

    static Path file(String relative) {
        return ROOT.resolve(relative);
    }

    ProcessHandle handle() {
        return process.toHandle();
    }

    String output() {
        try {
            return Files.readString(output, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits for the end; a script that takes longer is killed and fails the test with what it printed. */
    Outcome await(Duration patience) throws InterruptedException {
        if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
            close();
            throw new AssertionError("still running after " + patience + ":\n" + output());
        }
        return new Outcome(process.exitValue(), output());
    }

    /** Ends it and all it started. */
    @Override
    public void close() {
        List<ProcessHandle> all = process.toHandle().descendants().toList();
        process.destroy();
        try {
            if (!process.waitFor(60, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        all.forEach(ProcessHandle::destroyForcibly);
    }

    private static Path findRoot() {
        Path at = Path.of("").toAbsolutePath();
        while (!Files.exists(at.resolve("run-scripts/mpirun-offload"))) {
            at = at.getParent();
            if (at == null) {
                throw new IllegalStateException("no run-scripts above the working directory");
            }
        }
        return at;
    }
}
