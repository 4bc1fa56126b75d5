package org.rfaas.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(240)
class LostOutputTest {
    private static ProcessBuilder completion() {
        return new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Rfaas.class.getName(),
                "completion");
    }

    private static String errorsOf(Process process) throws Exception {
        String said = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return said;
    }

    @Test
    void shouldNotReportSuccessWhereItsResultCouldNotBeWritten() throws Exception {
        Process process = completion().redirectOutput(new File("/dev/full")).start();
        assertThat(errorsOf(process)).contains("rfaas: standard output did not take all of the result");
        assertThat(process.exitValue()).isEqualTo(1);
    }

    @Test
    void shouldEndSilentlyWhenTheReaderOfItsResultHasEnough() throws Exception {
        Process process = completion().start();
        process.getInputStream().close();
        assertThat(errorsOf(process)).doesNotContain("rfaas:");
        assertThat(process.exitValue()).isEqualTo(141);
    }
}
