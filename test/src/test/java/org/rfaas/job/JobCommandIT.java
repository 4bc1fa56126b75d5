package org.rfaas.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What mpirun-offload has mpirun do: here an mpirun that only says what it was asked for. */
class JobCommandIT {
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final int MORE_THAN_CORES = 1 + Runtime.getRuntime().availableProcessors();

    @TempDir
    Path folder;

    @BeforeEach
    void makeMpirun() throws Exception {
        Path mpirun = Files.createDirectory(folder.resolve("programs")).resolve("mpirun");
        Files.writeString(mpirun, "#!/bin/sh\necho mpirun \"$@\"\necho LC_ALL=$LC_ALL\n");
        Files.setPosixFilePermissions(mpirun, PosixFilePermissions.fromString("rwx------"));
    }

    @Test
    void shouldHaveRanksYieldToTheWorkersThatItStartsBesideThem() throws Exception {
        assertThat(mpirun(Map.of(), "jacobi")).contains("mpi_yield_when_idle 1", "-x RFAAS_MANAGER");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--offload off", "--offload=off", "--offload Off", "--offload 0", "--offload=0.0"})
    void shouldStartNoClusterForAnApplicationThatOffloadsNothing(String offload) throws Exception {
        assertThat(mpirun(Map.of(), ("jacobi " + offload).split(" ")))
                .doesNotContain("RFAAS_MANAGER", "mpi_yield_when_idle");
    }

    @Test
    void shouldStartAClusterForAnApplicationThatOffloadsALittle() throws Exception {
        assertThat(mpirun(Map.of(), "jacobi", "--offload", "0.05")).contains("-x RFAAS_MANAGER");
    }

    @Test
    void shouldHaveRanksNameFilesBeyondAsciiWhereTheLocaleHasNoMore() throws Exception {
        assertThat(mpirun(Map.of("LC_ALL", "C"), "jacobi", "--offload", "off")).contains("LC_ALL=C.UTF-8");
    }

    @Test
    void shouldNotHaveRanksYieldToWorkersThatAreElsewhere() throws Exception {
        assertThat(mpirun(Map.of("RFAAS_MANAGER", "tcp:192.0.2.1:7000"), "jacobi"))
                .contains("-x RFAAS_MANAGER")
                .doesNotContain("mpi_yield_when_idle");
    }

    private String mpirun(Map<String, String> environment, String... application) throws InterruptedException {
        Map<String, String> all = new HashMap<>(environment);
        all.put("PATH", folder.resolve("programs") + ":" + System.getenv("PATH"));
        String[] arguments = new String[4 + application.length];
        arguments[0] = "-n";
        arguments[1] = String.valueOf(MORE_THAN_CORES);
        arguments[2] = "--workers";
        arguments[3] = "1";
        System.arraycopy(application, 0, arguments, 4, application.length);
        try (Script script = Script.start(folder, all, "mpirun-offload", arguments)) {
            Script.Outcome outcome = script.await(PATIENCE);
            assertThat(outcome.exitCode()).as(outcome.output()).isZero();
            return outcome.output();
        }
    }
}
