package org.rfaas.bench.cli;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.rfaas.cli.CliException;
import org.rfaas.cli.WritableFile;
import org.rfaas.file.WholeFile;
import picocli.CommandLine.Option;

/** The file that figures also go to, if there is one: an option of all benchmarks. */
final class JsonFile {
    @Option(
            names = "--json",
            paramLabel = "FILE",
            converter = WritableFile.class,
            description = "also write the figures, as JSON")
    private @Nullable Path path;

    void write(Map<String, Object> content) {
        if (path == null) {
            return;
        }
        try {
            String json = JSON.std.with(JSON.Feature.PRETTY_PRINT_OUTPUT).asString(content);
            WholeFile.writeString(path, json + "\n");
        } catch (IOException e) {
            throw CliException.ofFile("cannot write " + path, e);
        }
    }
}
