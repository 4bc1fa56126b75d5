package org.rfaas.offload.weave.front;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.util.JavacTask;
import com.sun.source.util.TaskEvent;
import com.sun.source.util.TaskListener;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import javax.annotation.processing.Processor;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rfaas.offload.weave.OpeningProbe;

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
    void shouldLeaveNoClassWhenTheWeaverFails() throws IOException {
        assertThat(compile("Scale", GOOD, List.of(new OffloadProcessor()), this::damage))
                .singleElement()
                .satisfies(error -> assertThat(error.getMessage(null))
                        .startsWith("loops of demo.Scale could not be woven, please report this: "));
        assertThat(classFile("Scale")).doesNotExist();
        assertThat(classFile("Other")).exists();
    }

    /** Makes of a class file, once it is written, one that nobody can read. */
    private void damage(TaskEvent event) {
        if (event.getKind() == TaskEvent.Kind.GENERATE
                && event.getTypeElement().getSimpleName().contentEquals("Scale")) {
            try {
                Files.writeString(classFile("Scale"), "annotated with Lorg/rfaas/offload/Offload;");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** The classes are beside their sources then. */
    @Test
    void shouldWeaveWhatJavacWritesWithoutAnOutputDirectory() throws IOException {
        assertThat(compileInPlace(GOOD, Function.identity())).isEmpty();
        assertThat(isWoven(source("Scale.class"))).isTrue();
        assertThat(compileInPlace(BAD, Function.identity()))
                .singleElement()
                .satisfies(error -> assertThat(error.getLineNumber()).isEqualTo(6));
        assertThat(source("Scale.class")).doesNotExist();
        assertThat(source("Other.class")).exists();
    }

    @Test
    void shouldFailWhenTheClassFileIsNotFound() throws IOException {
        Map<String, JavaFileObject> memory = new HashMap<>();
        assertThat(compileInPlace(GOOD, files -> new Memory(files, memory)))
                .allSatisfy(error -> assertThat(error.getKind()).isEqualTo(Diagnostic.Kind.ERROR))
                .extracting(error -> error.getMessage(null))
                .containsExactlyInAnyOrder(notFound("demo.Scale"), notFound("demo.Other"));
        String none = "package demo; class Scale {}";
        assertThat(compileInPlace(none, files -> new Memory(files, memory))).isEmpty();
        assertThat(memory).containsOnlyKeys("demo.Scale", "demo.Other");
    }

    private static String notFound(String className) {
        return "loops of " + className
                + " are not woven, for its class file is not found; compile with javac -d DIRECTORY,"
                + " one module at a time";
    }

    /** javac knows no lines then. */
    @Test
    void shouldNameTheMethodWhenSourcesAreCompiledWithoutLineNumbers() throws IOException {
        assertThat(compile(GOOD, true, "-g:none")).isEmpty();
        assertThat(isWoven(classFile("Scale"))).isTrue();

        assertThat(compile(BAD, true, "-g:none")).singleElement().satisfies(error -> {
            assertThat(error.getKind()).isEqualTo(Diagnostic.Kind.ERROR);
            assertThat(error.getMessage(null)).contains("@Offload in demo.Scale.run: 'local0' is written at index 0");
        });
        assertThat(classFile("Scale")).doesNotExist();
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
        ClassLoader loader = new URLClassLoader(new URL[] {classes().toUri().toURL()});
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

    @Test
    void shouldNameAFileThatCannotBeWoven() throws IOException {
        assertThat(compile(GOOD, false)).isEmpty();
        Files.writeString(classFile("Broken"), "annotated with Lorg/rfaas/offload/Offload;");
        DirectoryWeaver weaver = weaveDirectory();
        assertThat(weaver.refusals())
                .singleElement()
                .asString()
                .contains("demo.Broken: its loops could not be woven, please report this: ");
        assertThat(isWoven(classFile("Scale"))).isTrue();
    }

    @Test
    void shouldKeepInTheReportWhatOtherCompilationsSaid() throws IOException {
        Path file = directory.resolve("reports/loops.txt");
        String option = "-Aoffload.report=" + file;
        String loop =
                "@org.rfaas.offload.Offload static void run(int[] y) { for (int i = 0; i < y.length; i++) y[i] = i; }";
        String one = "package demo; class One { " + loop + " static class Inner { " + loop + " } }";
        String two = "package demo; class Two { " + loop + " }";
        String none = "package demo; class None {}";
        assertThat(compile("None", none, true, option)).isEmpty();
        assertThat(file).doesNotExist();
        assertThat(compile("One", one, true, option)).isEmpty();
        assertThat(compile("Two", two, true, option)).isEmpty();
        assertThat(compile("None", none, true, option)).isEmpty();
        assertThat(headings(file)).containsExactly("demo.One.run:1", "demo.One$Inner.run:1", "demo.Two.run:1");
        assertThat(compile("Two", "\n" + two, true, option)).isEmpty();
        assertThat(headings(file)).containsExactly("demo.One.run:1", "demo.One$Inner.run:1", "demo.Two.run:2");
        assertThat(compile("One", "package demo; class One {}", true, option)).isEmpty();
        assertThat(headings(file)).containsExactly("demo.Two.run:2");
        assertThat(compile("Two", two.replace("y[i] =", "y[0] ="), true, option))
                .hasSize(1);
        assertThat(headings(file)).containsExactly("demo.Two.run:1");
        assertThat(Files.readString(file)).contains(" refused: ");
    }

    private static List<String> headings(Path report) throws IOException {
        return Files.readAllLines(report).stream()
                .filter(line -> !line.startsWith(" "))
                .map(line -> line.substring(0, line.indexOf(' ')))
                .toList();
    }

    @Test
    void shouldKnowWhenWhatALoopCallsWasCompiledWithoutIt() throws Exception {
        String other = "package demo; class Other { static double twice(double v) { return 2 * v; } }";
        String scale = GOOD.substring(0, GOOD.indexOf("class Other"));
        assertThat(compile("Other", other, true)).isEmpty();
        assertThat(compile("Scale", scale, true)).isEmpty();
        assertThat(findOutdatedCopy()).isNull();
        byte[] woven = Files.readAllBytes(classFile("Scale"));
        assertThat(compile("Other", other.replace("{ static", "{ int more; static"), true))
                .isEmpty();
        assertThat(findOutdatedCopy()).isNull();
        assertThat(compile("Other", other.replace("2 * v", "v + v"), true)).isEmpty();
        assertThat(Files.readAllBytes(classFile("Scale"))).isEqualTo(woven);
        assertThat(findOutdatedCopy())
                .isEqualTo("demo.Other.twice is not what demo.Scale was woven with; compile demo.Scale again");
        assertThat(compile("Scale", scale, true)).isEmpty();
        assertThat(findOutdatedCopy()).isNull();
    }

    private @Nullable String findOutdatedCopy() throws Exception {
        try (URLClassLoader loader =
                new URLClassLoader(new URL[] {classes().toUri().toURL()})) {
            Method run = loader.loadClass("demo.Scale").getDeclaredMethod("run", double[].class, double.class);
            run.setAccessible(true);
            return OpeningProbe.findOutdatedCopy(() -> run.invoke(null, new double[3], 1));
        }
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

    private Path source(String name) throws IOException {
        return Files.createDirectories(directory.resolve("source/demo")).resolve(name);
    }

    /** Without {@code -d}. */
    private List<Diagnostic<? extends JavaFileObject>> compileInPlace(
            String source, Function<JavaFileManager, JavaFileManager> wrap) throws IOException {
        Path file = Files.writeString(source("Scale.java"), source);
        DiagnosticCollector<JavaFileObject> found = new DiagnosticCollector<>();
        var compiler = ToolProvider.getSystemJavaCompiler();
        try (var files = compiler.getStandardFileManager(found, null, null);
                JavaFileManager wrapped = wrap.apply(files)) {
            List<String> options = List.of("-classpath", System.getProperty("java.class.path"));
            var task = compiler.getTask(null, wrapped, found, options, null, files.getJavaFileObjects(file));
            task.setProcessors(List.of(new OffloadProcessor()));
            assertThat(task.call()).isEqualTo(found.getDiagnostics().isEmpty());
        }
        return found.getDiagnostics();
    }

    /** Keeps classes where nobody finds them. */
    private static final class Memory extends ForwardingJavaFileManager<JavaFileManager> {
        private final Map<String, JavaFileObject> classes;

        Memory(JavaFileManager files, Map<String, JavaFileObject> classes) {
            super(files);
            this.classes = classes;
        }

        @Override
        public JavaFileObject getJavaFileForOutput(
                Location location, String name, JavaFileObject.Kind kind, FileObject sibling) {
            return classes.computeIfAbsent(name, _ -> new SimpleJavaFileObject(URI.create("memory:///" + name), kind) {
                @Override
                public OutputStream openOutputStream() {
                    return OutputStream.nullOutputStream();
                }
            });
        }
    }

    private List<Diagnostic<? extends JavaFileObject>> compile(String source, boolean isWeaving, String... options)
            throws IOException {
        return compile("Scale", source, isWeaving, options);
    }

    private List<Diagnostic<? extends JavaFileObject>> compile(
            String name, String source, boolean isWeaving, String... options) throws IOException {
        return compile(name, source, isWeaving ? List.of(new OffloadProcessor()) : List.of(), _ -> {}, options);
    }

    /** @param finished is told what the compiler has done */
    private List<Diagnostic<? extends JavaFileObject>> compile(
            String name, String source, List<Processor> processors, Consumer<TaskEvent> finished, String... options)
            throws IOException {
        Path file = Files.writeString(source(name + ".java"), source);
        Files.createDirectories(classes());
        DiagnosticCollector<JavaFileObject> found = new DiagnosticCollector<>();
        var compiler = ToolProvider.getSystemJavaCompiler();
        try (var files = compiler.getStandardFileManager(found, null, null)) {
            List<String> all = new ArrayList<>(List.of(
                    "-d",
                    classes().toString(),
                    "-classpath",
                    classes() + File.pathSeparator + System.getProperty("java.class.path")));
            all.addAll(List.of(options));
            JavacTask task =
                    (JavacTask) compiler.getTask(null, files, found, all, null, files.getJavaFileObjects(file));
            task.setProcessors(processors);
            task.addTaskListener(new TaskListener() {
                @Override
                public void finished(TaskEvent event) {
                    finished.accept(event);
                }
            });
            boolean ok = task.call();
            assertThat(ok).isEqualTo(found.getDiagnostics().isEmpty());
        }
        return found.getDiagnostics();
    }
}
