package org.rfaas.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(240)
class FileClaimTest {
    private static final int TAKEN = 3;

    @TempDir
    Path folder;

    @Test
    void shouldBeOfOneAtATime() throws IOException {
        Path file = folder.resolve("lock");
        Path link = Files.createSymbolicLink(folder.resolve("link"), file);
        try (FileClaim first = FileClaim.take(file).orElseThrow()) {
            assertThat(first.channel().isOpen()).isTrue();
            assertThat(FileClaim.take(file)).isEmpty();
            assertThat(FileClaim.take(link)).isEmpty();
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-------");
        }
        Optional<FileClaim> next = FileClaim.take(file);
        assertThat(next).isPresent();
        next.get().close();
        next.get().close();
    }

    @Test
    void shouldKeepOtherProcessesOutThoughAnotherOneOfThisProcessHasTried() throws Exception {
        Path file = folder.resolve("lock");
        try (FileClaim first = FileClaim.take(file).orElseThrow()) {
            assertThat(FileClaim.take(file)).isEmpty();
            assertThat(takeInAnotherProcess(file)).isEqualTo(TAKEN);
            assertThat(first.channel().isOpen()).isTrue();
        }
        assertThat(takeInAnotherProcess(file)).isZero();
    }

    private static int takeInAnotherProcess(Path file) throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:-UsePerfData",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Taker.class.getName(),
                        file.toString())
                .inheritIO()
                .start();
        try {
            assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
            return process.exitValue();
        } finally {
            process.destroyForcibly();
        }
    }

    /** Main class of the other process: ends with {@link #TAKEN} when somebody has the file. */
    static final class Taker {
        private Taker() {}

        public static void main(String[] arguments) throws IOException {
            System.exit(FileClaim.take(Path.of(arguments[0])).isPresent() ? 0 : TAKEN);
        }
    }
}
