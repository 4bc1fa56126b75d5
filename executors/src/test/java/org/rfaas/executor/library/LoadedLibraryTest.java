package org.rfaas.executor.library;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.rfaas.function.NativeLibrary;
import org.rfaas.function.RemoteFunction;

@Timeout(240)
class LoadedLibraryTest {
    private static final String FUNCTION = """
            #include <stdint.h>
            uint32_t nothing(void* input, uint32_t bytes, void* output) { return 0; }
            """;

    @TempDir
    Path folder;

    @Test
    void shouldHaveAFunctionThatWasInstalledWhileAnotherLibraryIsLoaded() throws Exception {
        LoadedLibrary library = LoadedLibrary.load(compile("installed", FUNCTION));
        RemoteFunction installed = library.function("nothing");
        NativeLibrary slow = compile("slow", constructorThatWaits());
        Thread loading = Thread.ofPlatform().daemon().start(() -> LoadedLibrary.load(slow));
        try {
            while (Files.notExists(folder.resolve("loading"))) {
                Thread.sleep(1);
            }
            CompletableFuture<RemoteFunction> again = new CompletableFuture<>();
            Thread.ofPlatform().daemon().start(() -> again.complete(library.function("nothing")));

            assertThat(again.get(20, TimeUnit.SECONDS)).isSameAs(installed);
            assertThat(loading.isAlive()).isTrue();
        } finally {
            Files.createFile(folder.resolve("go"));
            assertThat(loading.join(Duration.ofSeconds(60))).isTrue();
        }
    }

    /** Says that it is being loaded, and is until a file tells it to end. */
    private String constructorThatWaits() {
        return """
            #include <fcntl.h>
            #include <unistd.h>
            __attribute__((constructor)) static void wait_for_file(void) {
                close(creat("%1$s/loading", 0600));
                while (access("%1$s/go", F_OK) != 0) usleep(1000);
            }
            """.formatted(folder);
    }

    private NativeLibrary compile(String name, String source) throws IOException, InterruptedException {
        Path file = Files.writeString(folder.resolve(name + ".c"), source);
        Path library = folder.resolve("lib" + name + ".so");
        Process compiler = new ProcessBuilder("gcc", "-fPIC", "-shared", "-o", library.toString(), file.toString())
                .inheritIO()
                .start();
        assertThat(compiler.waitFor()).as("exit code of gcc").isZero();
        return NativeLibrary.read(library);
    }
}
