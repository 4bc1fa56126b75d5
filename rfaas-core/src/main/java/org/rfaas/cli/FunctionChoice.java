package org.rfaas.cli;

import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.rfaas.function.FunctionCode;
import org.rfaas.function.FunctionCodeException;
import org.rfaas.function.NativeLibrary;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** Which function a command is about: a Java class, or a function of a shared library. */
final class FunctionChoice {
    @ArgGroup(exclusive = false)
    private @Nullable JavaClass javaClass;

    @ArgGroup(exclusive = false)
    private @Nullable Library library;

    private static final class JavaClass {
        @Option(
                names = "--class",
                required = true,
                paramLabel = "NAME",
                description = "Class that implements org.rfaas.function.RemoteFunction.")
        private String name = "";

        @Option(
                names = "--class-path",
                required = true,
                paramLabel = "PATH",
                description = "Jars and folders to find it in, separated by '${sys:path.separator}'.")
        private String classPath = "";
    }

    private static final class Library {
        @Option(
                names = "--library",
                required = true,
                paramLabel = "FILE",
                description = "Shared library with functions uint32_t f(void* input, uint32_t bytes, void* output).")
        private Path file = Path.of("");

        @Option(names = "--function", required = true, paramLabel = "NAME", description = "Which of its functions.")
        private String name = "";
    }

    /** Reads the function's code; runs none of it. */
    FunctionCode load() throws IOException {
        if (library != null) {
            return loadNative(library);
        }
        if (javaClass != null) {
            return FunctionSource.load(javaClass.name, javaClass.classPath);
        }
        throw CliException.misused("which function? give --library and --function, or --class and --class-path");
    }

    private static FunctionCode loadNative(Library library) {
        try {
            return NativeLibrary.read(library.file).function(library.name);
        } catch (FunctionCodeException e) {
            throw CliException.failed(String.valueOf(e.getMessage()), e);
        } catch (IOException e) {
            throw CliException.ofFile(library.file + " cannot be read", e);
        }
    }
}
