package org.rfaas.bench.cli;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.rfaas.cli.CliException;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The file that figures also go to, if there is one: an option of all benchmarks. */
final class JsonFile {
    @Option(
            names = "--json",
            paramLabel = "FILE",
            converter = Writable.class,
            description = "also write the figures, as JSON")
    private @Nullable Path path;

    /** Refuses at once what could not be written after minutes of measuring. */
    private static final class Writable implements ITypeConverter<Path> {
        @Override
        public Path convert(String value) {
            Path path = Path.of(value);
            Path folder = path.toAbsolutePath().getParent();
            if (folder == null || Files.isDirectory(path)) {
                throw new TypeConversionException(value + " is a folder");
            }
            if (!Files.isDirectory(folder)) {
                throw new TypeConversionException("there is no folder " + folder);
            }
            if (!Files.isWritable(Files.exists(path) ? path : folder)) {
                throw new TypeConversionException("no right to write " + value);
            }
            return path;
        }
    }

    void write(Map<String, Object> content) {
        if (path == null) {
            return;
        }
        try {
            String json = JSON.std.with(JSON.Feature.PRETTY_PRINT_OUTPUT).asString(content);
            Files.writeString(path, json + "\n", StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw CliException.failed("cannot write " + path + ": " + e.getMessage(), e);
        }
    }
}
