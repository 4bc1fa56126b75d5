package org.rfaas.offload.weave.front;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each way to have classes woven, with files as a build has them. */
final class FrontEndsTest {
    private static final String GOOD = """
            package demo;
            import org.rfaas.offload.Offload;
            class Scale {
                static void run(double[] y, double a) {
                    for (@Offload int i = 0; i < y.length; i++) {
                        y[i] = Other.twice(y[i]) * a;
                    }
                }
            }
            class Other { static double twice(double v) { return 2 * v; } }
            """;
    private static final String BAD = GOOD.replace("y[i] = ", "y[0] = ");

    @TempDir
    private Path directory;

    @Test
    void shouldWeaveWhileJavacCompilesAndReportWhatWasProved() throws IOException {
        Path report = directory.resolve("loops.txt");
        assertThat(compile(GOOD, true, "-g", "-Aoffload.report=" + report)).isEmpty();
        assertThat(isWoven(classFile("Scale"))).isTrue();
        assertThat(Files.readAllLines(report)).hasSize(2);
        assertThat(Files.readString(report))
                .startsWith("demo.Scale.run:5 proved, kernel ")
                .contains("updates y[i]");
    }

    @Test
    void shouldPointAtTheLineAndLeaveNoClassWhenALoopIsRefused() throws IOException {
        List<Diagnostic<? extends JavaFileObject>> errors = compile(BAD, true, "-g");
        assertThat(errors).singleElement().satisfies(error -> {
            assertThat(error.getKind()).isEqualTo(Diagnostic.Kind.ERROR);
            assertThat(error.getLineNumber()).isEqualTo(6);
            assertThat(error.getMessage(null)).contains("@Offload: 'y' is written at index 0");
        });
        assertThat(classFile("Scale")).doesNotExist();
        assertThat(classFile("Other")).exists();
    }

    @Test
    void shouldWeaveADirectoryOnce() throws IOException {
        assertThat(compile(GOOD, false)).isEmpty();
        assertThat(isWoven(classFile("Scale"))).isFalse();
        assertThat(weaveDirectory().report().lines()).hasSize(2);
        byte[] once = Files.readAllBytes(classFile("Scale"));
        assertThat(weaveDirectory().report().lines()).isEmpty();
        assertThat(Files.readAllBytes(classFile("Scale"))).isEqualTo(once);
    }

    @Test
    void shouldLeaveClassesWithRefusedLoopsInADirectoryAsTheyAre() throws IOException {
        assertThat(compile(BAD, false)).isEmpty();
        byte[] before = Files.readAllBytes(classFile("Scale"));
        assertThat(weaveDirectory().refusals()).hasSize(1);
        assertThat(Files.readAllBytes(classFile("Scale"))).isEqualTo(before);
    }

    @Test
    void shouldWeaveWhenClassesAreLoaded() throws Exception {
        assertThat(compile(GOOD, false)).isEmpty();
        List<ClassFileTransformer> transformers = new ArrayList<>();
        OffloadAgent.premain(null, (Instrumentation) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {Instrumentation.class}, (_, method, arguments) -> {
                    assertThat(method.getName()).isEqualTo("addTransformer");
                    transformers.add((ClassFileTransformer) arguments[0]);
                    return null;
                }));
        ClassLoader loader = new java.net.URLClassLoader(
                new java.net.URL[] {classes().toUri().toURL()});
        byte[] woven = transformers
                .getFirst()
                .transform(loader, "demo/Scale", null, null, Files.readAllBytes(classFile("Scale")));
        assertThat(woven).isNotNull();
        assertThat(isWoven(woven)).isTrue();
        assertThat(transformers
                        .getFirst()
                        .transform(loader, "demo/Other", null, null, Files.readAllBytes(classFile("Other"))))
                .isNull();
    }

    private DirectoryWeaver weaveDirectory() throws IOException {
        try (DirectoryWeaver weaver = new DirectoryWeaver(classes(), List.of())) {
            weaver.weave();
            return weaver;
        }
    }

    private Path classes() {
        return directory.resolve("classes");
    }

    private Path classFile(String name) {
        return classes().resolve("demo/" + name + ".class");
    }

    private static boolean isWoven(Path file) throws IOException {
        return isWoven(Files.readAllBytes(file));
    }

    private static boolean isWoven(byte[] classBytes) {
        return new String(classBytes, StandardCharsets.ISO_8859_1).contains("org/rfaas/offload/woven/WovenLoop");
    }

    private List<Diagnostic<? extends JavaFileObject>> compile(String source, boolean isWeaving, String... options)
            throws IOException {
        Path file = Files.writeString(
                Files.createDirectories(directory.resolve("source/demo")).resolve("Scale.java"), source);
        Files.createDirectories(classes());
        DiagnosticCollector<JavaFileObject> found = new DiagnosticCollector<>();
        var compiler = ToolProvider.getSystemJavaCompiler();
        try (var files = compiler.getStandardFileManager(found, null, null)) {
            List<String> all = new ArrayList<>(
                    List.of("-d", classes().toString(), "-classpath", System.getProperty("java.class.path")));
            all.addAll(List.of(options));
            if (!isWeaving) {
                all.add("-proc:none");
            }
            var task = compiler.getTask(null, files, found, all, null, files.getJavaFileObjects(file));
            if (isWeaving) {
                task.setProcessors(List.of(new OffloadProcessor()));
            }
            boolean ok = task.call();
            assertThat(ok).isEqualTo(found.getDiagnostics().isEmpty());
        }
        return found.getDiagnostics();
    }
}
