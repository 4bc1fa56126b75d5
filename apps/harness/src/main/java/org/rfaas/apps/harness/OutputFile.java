package org.rfaas.apps.harness;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import org.rfaas.file.FileProblem;
import org.rfaas.file.Obstacle;
import org.rfaas.file.WholeFile;

/** What an option names to be written, as a {@link WholeFile}; problems name the option. */
public final class OutputFile {
    private OutputFile() {}

    /** Writes bytes. */
    @FunctionalInterface
    public interface Content {
        void writeTo(OutputStream out) throws IOException, InputException;
    }

    /** Writes lines, given without their ends. */
    @FunctionalInterface
    public interface Lines {
        void writeTo(Consumer<String> line) throws InputException;
    }

    /**
     * Finds out before the work, not after it; leaves nothing behind.
     *
     * @param option names the file in the error
     */
    public static void requireWritable(String option, Path file) throws InputException {
        Optional<String> obstacle = Obstacle.toWriting(file);
        if (obstacle.isPresent()) {
            throw new InputException(option + " " + file + " cannot be written: " + obstacle.get());
        }
    }

    /** Replaces the file, or leaves what was there. */
    public static void write(String option, Path file, Content content) throws InputException {
        try {
            WholeFile.write(file, content::writeTo);
        } catch (IOException e) {
            throw new InputException(option + " " + file + " cannot be written: " + FileProblem.reason(e));
        }
    }

    /** As {@link #write}, for text in UTF-8. */
    public static void writeLines(String option, Path file, Lines lines) throws InputException {
        write(option, file, out -> {
            Writer writer = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
            try {
                lines.writeTo(line -> writeLine(writer, line));
            } catch (UncheckedIOException e) {
                throw e.getCause();
            }
            writer.flush();
        });
    }

    private static void writeLine(Writer writer, String line) {
        try {
            writer.write(line);
            writer.write('\n');
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
