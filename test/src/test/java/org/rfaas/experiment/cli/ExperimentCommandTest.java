package org.rfaas.experiment.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rfaas.cli.Rfaas;

final class ExperimentCommandTest {
    @TempDir
    private Path folder;

    private final StringWriter err = new StringWriter();

    private int run(String... arguments) {
        return Rfaas.commandLine().setErr(new PrintWriter(err, true)).execute(arguments);
    }

    @Test
    void shouldSayThatResultsCannotGoIntoAFile() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "mine");
        assertThat(run("experiment", "harvest", "--smoke", "--out", file.toString()))
                .isEqualTo(2);
        assertThat(err.toString()).contains(file + " is a file, not a folder");
        assertThat(file).hasContent("mine");
    }

    @Test
    void shouldSayBeforeTheFirstExperimentThatResultsOfALaterOneCannotBeWritten() throws IOException {
        Path file = Files.writeString(folder.resolve("jacobi"), "mine");
        assertThat(run("experiment", "harvest", "jacobi", "--smoke", "--out", folder.toString()))
                .isEqualTo(2);
        assertThat(err.toString()).contains(file + " is a file, not a folder");
        assertThat(folder.resolve("harvest")).doesNotExist();
    }
}
