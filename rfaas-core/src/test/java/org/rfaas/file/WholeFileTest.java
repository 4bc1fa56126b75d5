package org.rfaas.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WholeFileTest {
    private static final int PATIENCE_SECONDS = 120;

    @TempDir
    Path folder;

    @Test
    void shouldMakeAndReplaceAFile() throws IOException {
        Path file = folder.resolve("a");
        WholeFile.writeString(file, "one");
        WholeFile.writeString(file, "two");
        assertThat(file).hasContent("two");
        assertThatFolderHoldsOnly(file);
    }

    @Test
    void shouldKeepWhatWasThereWhenTheDiskIsFull() throws IOException {
        Path file = Files.writeString(folder.resolve("a"), "before");
        for (Path to : new Path[] {file, folder.resolve("new")}) {
            assertThatThrownBy(() -> WholeFile.write(to, WholeFileTest::writeHalf))
                    .hasMessage("no space left");
        }
        assertThat(file).hasContent("before");
        assertThatFolderHoldsOnly(file);
    }

    private static void writeHalf(OutputStream out) throws IOException {
        out.write(new byte[100]);
        throw new IOException("no space left");
    }

    @Test
    void shouldLeaveNothingWhenTheProgramIsToldToEndInMidFile() throws Exception {
        Path file = Files.writeString(folder.resolve("a"), "before");
        Process writer = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        EndlessWriter.class.getName(),
                        file.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try {
            assertThat(writer.getInputStream().read()).as("it has begun").isEqualTo(EndlessWriter.HAS_BEGUN);
            assertThat(content()).hasSize(2);

            writer.destroy();

            assertThat(writer.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        } finally {
            writer.destroyForcibly();
        }
        assertThat(file).hasContent("before");
        assertThatFolderHoldsOnly(file);
    }

    /** Writes into the middle of a file until it is told to end. */
    static final class EndlessWriter {
        private static final int HAS_BEGUN = 'b';

        private EndlessWriter() {}

        public static void main(String[] file) throws Exception {
            WholeFile.<Exception>write(Path.of(file[0]), out -> {
                out.write(new byte[100]);
                FileOutputStream told = new FileOutputStream(FileDescriptor.out);
                told.write(HAS_BEGUN);
                Thread.sleep(Duration.ofSeconds(PATIENCE_SECONDS));
            });
        }
    }

    @Test
    void shouldMakeAFileWhoseNameIsAsLongAsNamesCanBe() throws IOException {
        Path file = folder.resolve("a".repeat(255));
        WholeFile.writeString(file, "content");
        assertThat(file).hasContent("content");
    }

    @Test
    void shouldNotMixUpTwoWritersOfOneFile() throws IOException {
        Path file = folder.resolve("a");
        WholeFile.<IOException>write(file, out -> {
            out.write("first ".getBytes(StandardCharsets.UTF_8));
            WholeFile.writeString(file, "second");
            assertThat(file).hasContent("second");
            out.write("to the end".getBytes(StandardCharsets.UTF_8));
        });
        assertThat(file).hasContent("first to the end");
        assertThatFolderHoldsOnly(file);
    }

    @Test
    void shouldReplaceWhatALinkLeadsTo() throws IOException {
        Path file = Files.writeString(folder.resolve("a"), "before");
        Path link = Files.createSymbolicLink(folder.resolve("link"), file);
        WholeFile.writeString(link, "after");
        assertThat(link).isSymbolicLink();
        assertThat(file).hasContent("after");
    }

    @Test
    void shouldMakeWhatALinkLeadsTo() throws IOException {
        Path file = Files.createDirectory(folder.resolve("other")).resolve("a");
        Path near = Files.createSymbolicLink(folder.resolve("near"), Path.of("other/a"));
        Path far = Files.createSymbolicLink(folder.resolve("far"), near);
        WholeFile.writeString(far, "made");
        assertThat(far).isSymbolicLink();
        assertThat(near).isSymbolicLink();
        assertThat(file).isRegularFile().hasContent("made");
    }

    @Test
    void shouldWriteIntoADevice() throws IOException {
        Path link = Files.createSymbolicLink(folder.resolve("link"), Path.of("/dev/null"));
        WholeFile.writeString(link, "nothing");
        assertThat(link).isSymbolicLink();
        assertThatThrownBy(() -> WholeFile.writeString(Path.of("/dev/full"), "nothing"))
                .isInstanceOf(IOException.class);
        assertThat(Path.of("/dev/full")).exists();
    }

    private void assertThatFolderHoldsOnly(Path... expected) throws IOException {
        assertThat(content()).containsExactlyInAnyOrder(expected);
    }

    private List<Path> content() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        }
    }
}
