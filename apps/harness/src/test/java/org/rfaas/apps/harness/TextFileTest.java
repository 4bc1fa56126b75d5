package org.rfaas.apps.harness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.StringTokenizer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TextFileTest {
    @TempDir
    Path folder;

    @Test
    void shouldRefuseACountThatTheFileIsTooShortFor() throws InputException, IOException {
        Path path = Files.writeString(folder.resolve("a"), "1 2 3");
        try (TextFile file = new TextFile(path)) {
            assertThatCode(() -> file.requireRoomFor(3, "numbers", 2)).doesNotThrowAnyException();
            assertThatExceptionOfType(InputException.class)
                    .isThrownBy(() -> file.requireRoomFor(4, "numbers", 2))
                    .withMessageEndingWith("4 numbers are more than the file's 5 bytes can hold");
        }
    }

    @Test
    void shouldPassOverAByteOrderMark() throws InputException, IOException {
        Path path = Files.writeString(folder.resolve("a"), "\ufeff7\n");
        try (TextFile file = new TextFile(path)) {
            assertThat(file.integer(words(file), "count", 1, 9)).isEqualTo(7);
        }
    }

    @Test
    void shouldReadDecimalNumbersAlone() throws InputException, IOException {
        Path path = Files.writeString(folder.resolve("a"), "1 -.5 2.e+3 1E-2 0x1p3 0X1P3 1.0d 1D 1f 1F");
        try (TextFile file = new TextFile(path)) {
            StringTokenizer words = words(file);
            for (double expected : new double[] {1, -0.5, 2000, 0.01}) {
                assertThat(file.number(words, "price")).isEqualTo(expected);
            }
            for (String wrong : List.of("0x1p3", "0X1P3", "1.0d", "1D", "1f", "1F")) {
                assertThatExceptionOfType(InputException.class)
                        .isThrownBy(() -> file.number(words, "price"))
                        .withMessage(path + ":1: price '" + wrong + "' is not a number");
            }
        }
    }

    @Test
    void shouldShowOfAWordWhatALineOfATerminalCanTake() throws InputException, IOException {
        String digits = "9".repeat(1_000_000);
        Path path = Files.writeString(folder.resolve("a"), "\u001b[2J\0x " + digits + " " + digits + " z" + digits);
        String start = "9".repeat(40) + "…";
        try (TextFile file = new TextFile(path)) {
            StringTokenizer words = words(file);
            assertError(() -> file.number(words, "price"), path + ":1: price '?[2J?x' is not a number");
            assertError(() -> file.integer(words, "count", 1, 9), path + ":1: count " + start + " is not in 1..9");
            assertError(() -> file.number(words, "price"), path + ":1: price " + start + " is not a finite number");
            assertError(
                    () -> file.requireEnd(words),
                    path + ":1: 'z" + start.substring(1) + "' after the end of the entry");
        }
    }

    @Test
    void shouldCallAnIntegerBeyondAllLimitsTooLarge() throws InputException, IOException {
        Path path = Files.writeString(folder.resolve("a"), "99999999999999999999 -99999999999999999999 10 1e3");
        try (TextFile file = new TextFile(path)) {
            StringTokenizer words = words(file);
            for (String beyond : List.of("99999999999999999999", "-99999999999999999999", "10")) {
                assertError(() -> file.integer(words, "count", 1, 9), path + ":1: count " + beyond + " is not in 1..9");
            }
            assertError(() -> file.integer(words, "count", 1, 9), path + ":1: count '1e3' is not an integer");
        }
    }

    private static void assertError(ThrowingCallable reading, String message) {
        assertThatExceptionOfType(InputException.class).isThrownBy(reading).withMessage(message);
    }

    private static StringTokenizer words(TextFile file) throws InputException {
        return Objects.requireNonNull(file.nextWords());
    }

    /** A named pipe without a writer would keep the reader for ever. */
    @Test
    void shouldRefuseWhatCanBeReadOnlyOnce() throws IOException, InterruptedException {
        Path pipe = folder.resolve("pipe");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();
        for (Path path : List.of(pipe, Path.of("/dev/null"))) {
            assertError(
                    () -> new TextFile(path),
                    path + ": is a pipe or a device; it must be a file, since it is read more than once");
        }
    }
}
