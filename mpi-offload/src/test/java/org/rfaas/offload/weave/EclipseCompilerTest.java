package org.rfaas.offload.weave;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.eclipse.jdt.core.compiler.batch.BatchCompiler;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.rfaas.offload.woven.LoopDescriptor;
import org.rfaas.offload.woven.WovenLoop;

/** Eclipse's compiler tests loops at their end, and names and orders things in its own way. */
final class EclipseCompilerTest {
    @TempDir
    private Path directory;

    @AfterEach
    void uninstall() {
        WovenLoop.install(null);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-g", "-g:none"})
    void shouldWeaveWhatItCompiles(String debug) throws Exception {
        Map<String, byte[]> classes = compile(debug);
        Map<String, WeaveResult> woven = Sources.weave(classes);
        assertThat(woven.get(KernelSources.CLASS).refusals()).isEmpty();
        StripeRuntime runtime = new StripeRuntime(11);
        WovenLoop.install(runtime);
        for (LoopDescriptor loop : woven.get(KernelSources.CLASS).loops()) {
            String kernel = loop.name()
                    .substring(loop.name().indexOf('.') + 1, loop.name().indexOf(':'));
            assertThat(run(Sources.loadWoven(woven), kernel)).as(kernel).isEqualTo(run(Sources.load(classes), kernel));
        }
        assertThat(runtime.inOrder).isEmpty();
        assertThat(runtime.failed).isZero();
    }

    private Map<String, byte[]> compile(String debug) throws IOException {
        Path source = Files.writeString(directory.resolve(KernelSources.CLASS + ".java"), KernelSources.TEXT);
        Path output = directory.resolve("classes");
        StringWriter messages = new StringWriter();
        String[] arguments = {
            "-24",
            "-nowarn",
            "-proc:none",
            debug,
            "-classpath",
            System.getProperty("java.class.path"),
            "-d",
            output.toString(),
            source.toString()
        };
        PrintWriter writer = new PrintWriter(messages, true);
        assertThat(BatchCompiler.compile(arguments, writer, writer, null))
                .as(messages.toString())
                .isTrue();
        Map<String, byte[]> classes = new TreeMap<>();
        try (Stream<Path> files = Files.list(output)) {
            for (Path file : files.toList()) {
                classes.put(file.getFileName().toString().replace(".class", ""), Files.readAllBytes(file));
            }
        }
        return classes;
    }

    private static Object run(ClassLoader loader, String kernel) throws ReflectiveOperationException {
        return loader.loadClass(KernelSources.CLASS)
                .getMethod("run", String.class)
                .invoke(null, kernel);
    }
}
