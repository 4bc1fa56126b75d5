package org.rfaas.offload.weave.front;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The agent in a JVM of its own, from the jar as it is built. */
final class OffloadAgentIT {
    /** Says what it computed and which methods the weaver added. */
    private static final String SOURCE = """
            import org.rfaas.offload.Offload;
            public class Main {
                public static void main(String[] arguments) {
                    double[] y = {1, 2, 3};
                    for (@Offload int i = 0; i < y.length; i++) {
                        y[i] *= 2;
                    }
                    System.out.println(java.util.Arrays.toString(y));
                    for (var method : Main.class.getDeclaredMethods()) {
                        System.out.println(method.getName());
                    }
                }
            }
            """;

    /** A loop that reads a stable array, and a class that writes the array and has a loop that is refused. */
    private static final String REFUSED = """
            import java.util.Arrays;
            import org.rfaas.offload.In;
            import org.rfaas.offload.Offload;
            import org.rfaas.offload.DefaultOptions;
            import org.rfaas.offload.OffloadMode;
            import org.rfaas.offload.OffloadOptions;
            import org.rfaas.offload.runtime.OffloadRuntime;
            import org.rfaas.offload.worker.FakeSource;
            import org.rfaas.offload.worker.FakeWorker;
            public class Main {
                public static void main(String[] arguments) {
                    double[] a = new double[4];
                    double[] y = new double[4];
                    FakeWorker worker = new FakeWorker(2, 65536);
                    OffloadOptions options = DefaultOptions.of(new OffloadMode.Fixed(0.5));
                    try (worker; OffloadRuntime runtime = OffloadRuntime.start(options, new FakeSource(worker))) {
                        for (int run = 1; run <= 2; run++) {
                            Writer.write(a, run);
                            Reader.read(a, y);
                            System.out.println(Arrays.toString(y));
                        }
                        System.out.println(runtime.report().iterationsRemote());
                        System.out.println(runtime.report().unseenWrites());
                    }
                }
            }
            class Reader {
                static void read(@In(stable = true) double[] a, double[] y) {
                    for (@Offload int i = 0; i < y.length; i++) {
                        y[i] = 2 * a[i];
                    }
                }
            }
            class Writer {
                static void write(double[] a, double v) {
                    for (@Offload int i = 0; i < a.length; i++) {
                        a[i] = v;
                    }
                }
                static void check(double[] a) {
                    for (@Offload int i = 0; i < a.length; i++) {
                        if (a[i] < 0) {
                            throw new IllegalStateException();
                        }
                    }
                }
            }
            """;

    @TempDir
    private Path directory;

    @Test
    void shouldWeaveClassesOnceWhileTheyAreLoaded() throws Exception {
        compile(SOURCE);
        assertThat(run(List.of())).containsExactlyInAnyOrder("[2.0, 4.0, 6.0]", "main");
        List<String> agent = List.of("-javaagent:" + jar());
        assertThat(run(agent)).containsExactlyInAnyOrder("[2.0, 4.0, 6.0]", "main", "main$offload$0");
        try (DirectoryWeaver weaver = new DirectoryWeaver(directory, List.of())) {
            assertThat(weaver.weave()).isEqualTo(1);
        }
        assertThat(run(agent)).containsExactlyInAnyOrder("[2.0, 4.0, 6.0]", "main", "main$offload$0");
    }

    /** One loop of the writer is refused, so both run as written, and its writes to the stable array are not told. */
    @Test
    void shouldKeepNothingOnWorkersBesideAClassThatRunsAsWritten() throws Exception {
        compile(REFUSED);
        assertThat(run(List.of("-javaagent:" + jar())))
                .containsExactly("[2.0, 2.0, 2.0, 2.0]", "[4.0, 4.0, 4.0, 4.0]", "4", "1");
    }

    private void compile(String source) throws IOException {
        Path file = Files.writeString(directory.resolve("Main.java"), source);
        int status = ToolProvider.getSystemJavaCompiler()
                .run(
                        null,
                        null,
                        null,
                        "-proc:none",
                        "-d",
                        directory.toString(),
                        "-classpath",
                        classPath(),
                        file.toString());
        assertThat(status).isZero();
    }

    private List<String> run(List<String> options) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.addAll(List.of("-cp", directory + File.pathSeparator + classPath(), "Main"));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).as(output).isZero();
        return output.lines().toList();
    }

    private static String classPath() {
        return System.getProperty("java.class.path");
    }

    private static Path jar() throws IOException {
        try (var jars = Files.newDirectoryStream(Path.of("target"), "mpi-offload-*.jar")) {
            return jars.iterator().next().toAbsolutePath();
        }
    }
}
