package org.rfaas.offload.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The compiler ignores names of methods that do not exist, so a renamed method would be inlined again unnoticed. */
class HotspotCompilerFileTest {
    private static final Path FILE = Path.of("../run-scripts/lib/hotspot-compiler");
    private static final String COMMAND = "dontinline ";

    @Test
    void shouldNameMethodsThatExist() throws IOException {
        List<String> methods = Files.readAllLines(FILE).stream()
                .filter(line -> line.startsWith(COMMAND))
                .map(line -> line.substring(COMMAND.length()))
                .toList();

        assertThat(methods).isNotEmpty().allMatch(HotspotCompilerFileTest::exists);
    }

    private static boolean exists(String method) {
        String[] parts = method.split("::", -1);
        try {
            return Arrays.stream(Class.forName(parts[0]).getDeclaredMethods())
                    .map(Method::getName)
                    .anyMatch(parts[1]::equals);
        } catch (ClassNotFoundException e) {
            return false;
        }
    }
}
