package org.rfaas.hosts;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs commands of the system. */
final class Commands {
    private Commands() {}

    /** What a command left. */
    record Outcome(int exitCode, String output) {}

    static Outcome attempt(List<String> command) {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            if (!process.waitFor(60, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                return new Outcome(-1, "no end within 60 s: " + output);
            }
            return new Outcome(process.exitValue(), output);
        } catch (IOException e) {
            return new Outcome(-1, String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    static void run(List<String> command) {
        Outcome outcome = attempt(command);
        if (outcome.exitCode() != 0) {
            throw new UncheckedIOException(new IOException(
                    String.join(" ", command) + " ended with " + outcome.exitCode() + ": " + outcome.output()));
        }
    }
}
