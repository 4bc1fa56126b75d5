package org.rfaas.experiment.host;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.rfaas.experiment.AtExit;
import org.rfaas.experiment.Checkout;

/** One of the run-scripts, started as a user would; it ends with this JVM. */
public final class ScriptProcess implements AutoCloseable {
    /** What a script has to end itself and all that it started, before it is killed. */
    private static final long GRACE_SECONDS = 20;

    private static final int LINES_TOLD = 15;

    private final String name;
    private final Process process;
    private final Path log;
    private final AtExit.Undoing atExit = this::terminate;

    private ScriptProcess(String name, Process process, Path log) {
        this.name = name;
        this.process = process;
        this.log = log;
        AtExit.add(atExit);
    }

    /**
     * Starts a script.
     *
     * @param folder where it runs, and where what it prints goes
     * @param environment beside what this process has, without its own choice of cluster and configuration
     */
    public static ScriptProcess start(Path folder, Map<String, String> environment, String name, List<String> arguments)
            throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Checkout.script(name).toString());
        command.addAll(arguments);
        Path log = Files.createTempFile(folder, Path.of(name).getFileName().toString(), ".log");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().keySet().removeAll(List.of("RFAAS_MANAGER", "RFAAS_CONFIG", "RFAAS_WORKERS"));
        builder.environment().putAll(environment);
        Process process = builder.start();
        process.getOutputStream().close();
        return new ScriptProcess(name, process, log);
    }

    public ProcessHandle handle() {
        return process.toHandle();
    }

    /** Waits for its end, but not longer; whether it has ended. */
    public boolean await(Duration time) throws InterruptedException {
        return process.waitFor(time.toMillis(), TimeUnit.MILLISECONDS);
    }

    /**
     * Waits for its good end.
     *
     * @throws IllegalStateException when it ends otherwise, or not in time; the message has its last lines
     */
    public void requireSuccess(Duration patience) throws InterruptedException {
        if (!await(patience)) {
            throw failed("still runs after " + patience.toSeconds() + " s");
        }
        if (process.exitValue() != 0) {
            throw failed("exits with " + process.exitValue());
        }
    }

    /** An exception that says what happened, with the last lines that the script printed. */
    public IllegalStateException failed(String what) {
        return new IllegalStateException(name + " " + what + ":\n" + lastLines());
    }

    private String lastLines() {
        try {
            List<String> lines = Files.readAllLines(log, StandardCharsets.UTF_8);
            return String.join("\n", lines.subList(Math.max(0, lines.size() - LINES_TOLD), lines.size()));
        } catch (IOException e) {
            return log + " cannot be read: " + e.getMessage();
        }
    }

    private void terminate() {
        List<ProcessHandle> all = process.descendants().toList();
        process.destroy();
        try {
            if (!process.waitFor(GRACE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        all.forEach(ProcessHandle::destroyForcibly);
    }

    @Override
    public void close() {
        terminate();
        AtExit.forget(atExit);
    }
}
