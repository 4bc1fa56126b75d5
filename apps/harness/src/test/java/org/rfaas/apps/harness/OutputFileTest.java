package org.rfaas.apps.harness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutputFileTest {
    @TempDir
    Path folder;

    @Test
    void shouldWriteAndReplaceAFile() throws InputException, IOException {
        Path file = folder.resolve("a");
        OutputFile.writeLines("--out", file, line -> line.accept("one"));
        OutputFile.writeLines("--out", file, line -> {
            line.accept("two");
            line.accept("three");
        });
        assertThat(file).hasContent("two\nthree");
        assertThatFolderHoldsOnly(file);
    }

    @Test
    void shouldKeepWhatWasThereWhenWritingFails() throws IOException {
        Path file = Files.writeString(folder.resolve("a"), "before");
        assertThatExceptionOfType(InputException.class)
                .isThrownBy(() -> OutputFile.write("--out", file, out -> {
                    out.write("half".getBytes(StandardCharsets.UTF_8));
                    throw new IOException("no space left");
                }))
                .withMessageContaining("--out " + file)
                .withMessageContaining("no space left");
        assertThat(file).hasContent("before");
        assertThatFolderHoldsOnly(file);
    }

    @Test
    void shouldLeaveNothingWhenWhatIsToBeWrittenIsBad() throws IOException {
        assertThatExceptionOfType(InputException.class)
                .isThrownBy(() -> OutputFile.writeLines("--out", folder.resolve("a"), line -> {
                    line.accept("half");
                    throw new InputException("in:3: wrong");
                }))
                .withMessage("in:3: wrong");
        assertThatFolderHoldsOnly();
    }

    @Test
    void shouldLeaveNothingWhenWritingBreaksDown() throws IOException {
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> OutputFile.write("--out", folder.resolve("a"), out -> {
                    out.write(1);
                    throw new IllegalStateException("a writer's bug");
                }));
        assertThatFolderHoldsOnly();
    }

    @Test
    void shouldFindOutBeforehandWhatCannotBeWritten() throws InputException, IOException {
        OutputFile.requireWritable("--out", folder.resolve("new"));
        OutputFile.requireWritable("--out", Path.of("/dev/null"));
        assertRefused(folder, "it is a folder; name a file");
        assertRefused(Path.of("/"), "it is a folder; name a file");
        Path nowhere = folder.resolve("no/such/folder");
        assertRefused(nowhere.resolve("a"), "there is no folder " + nowhere + "; make it first");
        Path file = Files.createFile(folder.resolve("file"));
        assertRefused(file.resolve("a"), file + " is not a folder; name another");
        assertThatFolderHoldsOnly(file);
    }

    @Test
    void shouldSayWhatKeptItFromWritingWithoutTheNamesOfClasses() {
        Path full = Path.of("/dev/full");
        assertThatExceptionOfType(InputException.class)
                .isThrownBy(() -> OutputFile.writeLines("--out", full, line -> line.accept("one")))
                .withMessage("--out " + full + " cannot be written: No space left on device");
    }

    private static void assertRefused(Path file, String why) {
        assertThatExceptionOfType(InputException.class)
                .isThrownBy(() -> OutputFile.requireWritable("--out", file))
                .withMessage("--out " + file + " cannot be written: " + why);
    }

    private void assertThatFolderHoldsOnly(Path... expected) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).containsExactlyInAnyOrder(expected);
        }
    }
}
