package org.rfaas.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How far a job is, for whoever looks on. */
class ProgressJobIT {
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    /** Runs a command in a terminal of its own, with what it prints on standard output. */
    private static final List<String> IN_A_TERMINAL =
            List.of("bash", "-c", "exec script -qec \"${*@Q}\" /dev/null", "terminal");

    /** Goes to the beginning of the line and empties it. */
    private static final String REWRITTEN = "\r\u001b[K";

    @TempDir
    Path folder;

    @Test
    void shouldShowProgressOnATerminalOnly() throws Exception {
        try (SplitCluster cluster = SplitCluster.start(folder, 1)) {
            assertThat(outputOfAJob(IN_A_TERMINAL, cluster)).contains(REWRITTEN);
            assertThat(outputOfAJob(List.of(), cluster)).doesNotContain(REWRITTEN);
        }
    }

    private String outputOfAJob(List<String> around, SplitCluster cluster) throws InterruptedException {
        String[] job = {"-n", "1", "jacobi", "--dominant", "300"};
        try (Script script = Script.start(around, folder, cluster.environment(), "mpirun-offload", job)) {
            Script.Outcome outcome = script.await(PATIENCE);
            assertThat(outcome.exitCode()).as(outcome.output()).isZero();
            return outcome.output();
        }
    }
}
