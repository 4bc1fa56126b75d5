package org.rfaas.executor.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The kernel's control groups, of whichever version this machine has, around small programs. The rig runs this with version 2
 * in a delegated group.
 */
@Timeout(240)
class ConfinementIT {
    private static final long LEASE_BYTES = 32L << 20;
    private static final List<Integer> CORES = ProcessCores.allowed();

    private static Limits limits;
    private Confinement confinement;

    @BeforeAll
    static void find() {
        limits = Limits.find();
    }

    @BeforeEach
    void confine() throws IOException {
        Optional<ControlGroup> group = limits.group();
        Assumptions.assumeTrue(group.isPresent(), "no control groups can be made here");
        confinement = new Confinement(
                new Isolation.None(), new HostAccess(List.of(), List.of(), false), group, new CoreBook(CORES));
    }

    @AfterEach
    void close() {
        if (confinement != null) {
            confinement.close();
        }
    }

    private Process start(String script) throws IOException {
        return new ProcessBuilder(confinement.command(List.of("/bin/sh", "-c", script)))
                .redirectErrorStream(true)
                .start();
    }

    @Test
    void shouldNameTheLimitOnMemoryThatEndedAProgram() throws Exception {
        confinement.limit(LEASE_BYTES, 1);
        Process greedy = start("exec tail /dev/zero"); // keeps a line in memory until it ends

        assertThat(greedy.waitFor(60, TimeUnit.SECONDS)).isTrue();

        assertThat(greedy.exitValue()).as("killed").isEqualTo(137);
        assertThat(confinement.breach())
                .hasValueSatisfying(text -> assertThat(text).contains("more than the 32 MiB of its lease"));
    }

    @Test
    void shouldFindNoLimitReachedWhereNoneWas() throws Exception {
        confinement.limit(LEASE_BYTES, 1);
        assertThat(start("exit 3").waitFor()).isEqualTo(3);
        assertThat(confinement.breach()).isEmpty();
    }

    @Test
    void shouldRefuseProcessesBeyondTheLimitAndEndThoseThereAre() throws Exception {
        confinement.limit(LEASE_BYTES << 2, 1);
        Process bomb = start("for i in $(seq 200); do sleep 100 & done; wait");

        String words = bomb.inputReader().readLine();

        assertThat(words).containsIgnoringCase("fork");
        confinement.close();
        assertThat(bomb.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(bomb.inputReader().lines())
                .as("those who held the other end are gone")
                .hasSizeLessThan(10);
    }

    @Test
    void shouldMoveARunningProgramToTheLeastUsedCores() throws Exception {
        Assumptions.assumeTrue(CORES.size() > 1, "there is one core, to which all keep");
        Process program = start("read go; grep Cpus_allowed_list /proc/self/status");

        assertThat(confinement.pin(1, List.of())).containsExactly(CORES.getFirst());

        program.outputWriter().append('\n').flush();
        assertThat(program.inputReader().readLine()).endsWith("\t" + CORES.getFirst());
        assertThat(program.waitFor()).isZero();
        confinement.close();
        assertThat(confinement.pin(1, List.of())).as("after its end").isEmpty();
    }
}
