package org.rfaas.executor.library;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.rfaas.function.FunctionCodeException;

class DynamicLinkerTest {
    @Test
    void shouldKeepNoFileOfALibraryThatCannotBeLoaded() throws IOException {
        assertThatExceptionOfType(FunctionCodeException.class)
                .isThrownBy(() -> DynamicLinker.open("rfaas-no-library", new byte[64]))
                .withMessageContaining("cannot load the library");
        assertThat(memoryFiles("rfaas-no-library")).isZero();
    }

    /** How many of this name this process has open. */
    private static long memoryFiles(String name) throws IOException {
        try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
            return descriptors
                    .filter(descriptor -> target(descriptor).contains(name))
                    .count();
        }
    }

    private static String target(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString();
        } catch (IOException e) { // closed by now
            return "";
        }
    }
}
