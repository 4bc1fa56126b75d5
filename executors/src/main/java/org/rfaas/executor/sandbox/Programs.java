package org.rfaas.executor.sandbox;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Finds programs on the path, and tries whether a sandbox runs one. */
public final class Programs {
    private static final long PROBE_TIMEOUT_S = 20;

    private Programs() {}

    /** The first of that name that can be run. */
    public static Optional<Path> find(String name) {
        for (String folder :
                System.getenv().getOrDefault("PATH", "/usr/bin:/bin").split(":", -1)) {
            Path program = Path.of(folder, name);
            if (Files.isExecutable(program)) {
                return Optional.of(program.toAbsolutePath());
            }
        }
        return Optional.empty();
    }

    /**
     * Runs a program that does nothing.
     *
     * @throws SandboxException when it does not come to a good end
     */
    static void requireRuns(Isolation isolation) {
        try {
            Path nothing = find("true").orElseThrow(() -> new SandboxException("no program 'true' on the PATH"));
            HostAccess access = new HostAccess(List.of(nothing), List.of(), false);
            Process process = new ProcessBuilder(isolation.command(access, List.of(nothing.toString())))
                    .redirectErrorStream(true)
                    .start();
            process.getOutputStream().close();
            if (!process.waitFor(PROBE_TIMEOUT_S, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new SandboxException(isolation.name() + " does not start a program in " + PROBE_TIMEOUT_S + " s");
            }
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            if (process.exitValue() != 0) {
                throw new SandboxException(isolation.name() + " does not run here (exit code " + process.exitValue()
                        + "): " + said.replaceAll("\\s*\\R\\s*", " | "));
            }
        } catch (IOException e) {
            throw new SandboxException(isolation.name() + " does not run here: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SandboxException("interrupted while a sandbox was tried", e);
        }
    }
}
