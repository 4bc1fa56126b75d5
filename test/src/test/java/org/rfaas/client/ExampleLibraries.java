package org.rfaas.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.rfaas.function.NativeLibrary;

/** The libraries of {@code examples/functions}, compiled as their script does. */
final class ExampleLibraries {
    private static final Path FOLDER = Path.of("target", "examples");

    private ExampleLibraries() {}

    static NativeLibrary load(String name) {
        Path script = Path.of("..", "examples", "functions", "build");
        try {
            Process build = new ProcessBuilder(script.toString(), FOLDER.toString())
                    .inheritIO()
                    .start();
            assertThat(build.waitFor()).as("exit code of %s", script).isZero();
            return NativeLibrary.read(FOLDER.resolve("lib" + name + ".so"));
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(script + " cannot be run", e);
        }
    }
}
