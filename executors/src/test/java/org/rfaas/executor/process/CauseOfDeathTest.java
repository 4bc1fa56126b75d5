package org.rfaas.executor.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CauseOfDeathTest {
    @ParameterizedTest
    @CsvSource({
        "3, it ended by exit(3)",
        "0, it ended by exit(0)",
        "134, killed by signal 6 (SIGABRT)",
        "139, killed by signal 11 (SIGSEGV)",
        "190, killed by signal 62",
    })
    void shouldReadAnExitCode(int exitCode, String cause) {
        assertThat(CauseOfDeath.describe(exitCode, null, Optional.empty(), Optional.empty()))
                .isEqualTo(cause);
    }

    @Test
    void shouldPreferWhatSaysMore() {
        Optional<String> limit = Optional.of("out of the 256 MiB of its lease; raise lease.memory-per-core");
        Optional<String> crash = Optional.of("killed by signal 11 (SIGSEGV) in f");

        assertThat(CauseOfDeath.describe(137, null, limit, Optional.empty())).isEqualTo(limit.get());
        assertThat(CauseOfDeath.describe(1, null, Optional.empty(), crash)).isEqualTo(crash.get());
        assertThat(CauseOfDeath.describe(1, "overdue", limit, crash)).isEqualTo("overdue");
    }

    @Test
    void shouldFindTheSignalAndThePlaceInWhatAJvmPrints() {
        CrashReport report = new CrashReport();
        for (String line : """
                #
                # A fatal error has been detected by the Java Runtime Environment:
                #
                #  SIGBUS (0x7) at pc=0x00007f71182f212d, pid=25168, tid=25182
                #
                # JRE version: OpenJDK Runtime Environment (25+9)
                # Problematic frame:
                # C  [rfaas-9f1c+0x112d]  jacobi_row+0x14
                """.lines().toList()) {
            assertThat(report.read(line)).isTrue();
        }
        assertThat(report.read("an ordinary line")).isFalse();
        assertThat(report.read("# If you would like to submit a bug report, please visit:"))
                .isTrue();
        assertThat(report.cause()).contains("killed by signal 7 (SIGBUS) in jacobi_row+0x14");
        assertThat(report.text())
                .contains("A fatal error has been detected by the Java Runtime Environment:"
                        + " | SIGBUS (0x7) at pc=0x00007f71182f212d, pid=25168, tid=25182"
                        + " | JRE version: OpenJDK Runtime Environment (25+9)"
                        + " | Problematic frame: | C  [rfaas-9f1c+0x112d]  jacobi_row+0x14");
    }

    @Test
    void shouldLeaveLinesThatFunctionsBeginWithANumberSignToTheLog() {
        CrashReport report = new CrashReport();
        for (int step = 0; step < 40; step++) {
            assertThat(report.read("# step " + step)).isFalse();
        }
        assertThat(report.read("# A fatal error has been detected by the Java Runtime Environment:"))
                .isTrue();
        assertThat(report.read("#  SIGSEGV (0xb) at pc=0x00007f71182f212d, pid=25168, tid=25182"))
                .isTrue();
        assertThat(report.text().orElseThrow()).contains("SIGSEGV").doesNotContain("step");
    }

    @Test
    void shouldFindWhyAJvmGaveUp() {
        CrashReport report = new CrashReport();
        for (String line : """
                #
                # There is insufficient memory for the Java Runtime Environment to continue.
                #  Out of Memory Error (os_linux.cpp:2810), pid=25168, tid=25182
                """.lines().toList()) {
            assertThat(report.read(line)).isTrue();
        }
        assertThat(report.cause()).contains("its JVM gave up: Out of Memory Error (os_linux.cpp:2810)");
    }
}
