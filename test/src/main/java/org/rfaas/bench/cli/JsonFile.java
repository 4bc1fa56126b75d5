package org.rfaas.bench.cli;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** The file that {@code --json} names. */
final class JsonFile {
    private JsonFile() {}

    static void write(Path file, Map<String, Object> content) throws IOException {
        Files.writeString(
                file, JSON.std.with(JSON.Feature.PRETTY_PRINT_OUTPUT).asString(content) + "\n", StandardCharsets.UTF_8);
    }
}
