package org.rfaas.executor.manager;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.rfaas.function.NativeLibrary;

/** Compiles C of a test into a library, as a user would. */
final class CLibrary {
    private CLibrary() {}

    static NativeLibrary compile(Path folder, String name, String source) throws IOException {
        Path file = Files.writeString(folder.resolve(name + ".c"), source);
        Path library = folder.resolve("lib" + name + ".so");
        Process compiler = new ProcessBuilder(
                        "gcc", "-O0", "-fPIC", "-shared", "-o", library.toString(), file.toString())
                .inheritIO()
                .start();
        try {
            assertThat(compiler.waitFor()).as("exit code of gcc").isZero();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
        return NativeLibrary.read(library);
    }
}
