package org.rfaas.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A job that its user interrupts leaves nothing behind. */
class InterruptedJobIT {
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    @TempDir
    Path folder;

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource({"mpirun-offload, INT, 130", "mpirun-offload, TERM, 143", "quickstart, INT, 130", "quickstart, TERM, 143"
    })
    void shouldLeaveNeitherProcessesNorSharedMemory(String script, String signal, int exitCode) throws Exception {
        try (Script job = Script.start(folder, environment(script), script, arguments(script))) {
            Await.until(PATIENCE, job::output, () -> job.output().contains("leased 1 of 1 workers"));
            List<ProcessHandle> started = job.handle().descendants().toList();
            assertThat(started).isNotEmpty();
            List<ProcessHandle> all = new ArrayList<>(started);
            all.add(job.handle());
            Set<Path> made = SharedMemory.foldersOf(all);
            assertThat(made).as("of ranks, services and the script").hasSizeGreaterThan(3);

            new ProcessBuilder("kill", "-" + signal, String.valueOf(job.handle().pid()))
                    .start()
                    .waitFor();

            Script.Outcome outcome = job.await(PATIENCE);
            assertThat(outcome.exitCode()).as(outcome.output()).isEqualTo(exitCode);
            Await.until(
                    PATIENCE,
                    () -> "still there: " + alive(started),
                    () -> alive(started).isEmpty());
            assertThat(made).as(outcome.output()).noneMatch(Files::exists);
        }
    }

    /** The quickstart has a cluster of its own, whatever cluster the user's configuration names. */
    private Map<String, String> environment(String script) throws IOException {
        if (!script.equals("quickstart")) {
            return Map.of("RFAAS_WORKERS", "1");
        }
        Path config = Files.writeString(folder.resolve("rfaas.conf"), "manager.address = \"shm:/no/such/manager\"");
        return Map.of("RFAAS_WORKERS", "1", "RFAAS_CONFIG", config.toString());
    }

    private static String[] arguments(String script) {
        return script.equals("quickstart")
                ? new String[] {"--unknowns", "700"}
                : new String[] {"-n", "2", "--workers", "2", "jacobi", "--dominant", "1500", "--margin", "0.0005"};
    }

    private static List<String> alive(List<ProcessHandle> processes) {
        return processes.stream()
                .filter(ProcessHandle::isAlive)
                .map(process -> process.info().commandLine().orElse(String.valueOf(process.pid())))
                .toList();
    }
}
