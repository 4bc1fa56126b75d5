package org.rfaas.offload.weave;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.lang.module.Configuration;
import java.lang.module.ModuleFinder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.annotation.processing.Processor;
import javax.tools.JavaCompiler.CompilationTask;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rfaas.offload.weave.front.DirectoryWeaver;
import org.rfaas.offload.weave.front.OffloadProcessor;
import org.rfaas.offload.woven.WovenLoop;

/** A class with loops in a named module that uses classes of another one. */
final class ModulesTest {
    private static final Map<String, String> LIBRARY = Map.of(
            "module-info",
            "module lib { exports lib; }",
            "lib/Base",
            "package lib; public class Base { public double k() { return 1; } }",
            "lib/Left",
            "package lib; public class Left extends Base { @Override public double k() { return 2; } }",
            "lib/Right",
            "package lib; public class Right extends Base { @Override public double k() { return 3; } }",
            "lib/Calc",
            """
            package lib;
            public class Calc {
                public static double f(double v) { return lib.hidden.Inside.g(v) * 3; }
                public static class $Nested$ { public static class Deep { public static double h(double v) { return v - 1; } } }
            }
            """,
            "lib/hidden/Inside",
            "package lib.hidden; public class Inside { public static double g(double v) { return v + 1; } }");

    private static final Map<String, String> APPLICATION =
            Map.of("module-info", "module app { requires lib; exports app; }", "app/Loop", """
            package app;
            import lib.*;
            import org.rfaas.offload.Offload;
            public class Loop {
                static Base make(boolean isLeft) { return isLeft ? new Left() : new Right(); }
                public static double[] run() {
                    double[] x = {1, 2, 3, 4, 5}, y = new double[5];
                    run(x, y, false);
                    return y;
                }
                static void run(double[] x, double[] y, boolean isLeft) {
                    Base base = isLeft ? new Left() : new Right();
                    double k = base.k();
                    for (@Offload int i = 0; i < x.length; i++) {
                        y[i] = Calc.f(x[i]) * k + Calc.$Nested$.Deep.h(x[i]);
                    }
                }
            }
            """);

    private static final double[] RESULT = {18, 28, 38, 48, 58};

    @TempDir
    private Path directory;

    @Test
    void shouldBeWovenByJavac() throws Exception {
        compile("lib", LIBRARY, null);
        compile("app", APPLICATION, new OffloadProcessor());
        assertThat(runShared()).isEqualTo(RESULT);
    }

    @Test
    void shouldBeWovenInADirectory() throws Exception {
        compile("lib", LIBRARY, null);
        compile("app", APPLICATION, null);
        try (DirectoryWeaver weaver = new DirectoryWeaver(classes("app"), List.of(classes("lib")))) {
            assertThat(weaver.weave()).isEqualTo(1);
            assertThat(weaver.refusals()).isEmpty();
        }
        assertThat(runShared()).isEqualTo(RESULT);
    }

    private Object runShared() throws ReflectiveOperationException {
        Configuration modules = ModuleLayer.boot()
                .configuration()
                .resolve(ModuleFinder.of(classes("app"), classes("lib")), ModuleFinder.of(), Set.of("app"));
        ModuleLayer.Controller layer = ModuleLayer.defineModulesWithOneLoader(
                modules, List.of(ModuleLayer.boot()), getClass().getClassLoader());
        Module app = layer.layer().findModule("app").orElseThrow();
        layer.addReads(app, getClass().getModule());
        StripeRuntime runtime = new StripeRuntime(5);
        WovenLoop.install(runtime);
        try {
            return app.getClassLoader().loadClass("app.Loop").getMethod("run").invoke(null);
        } finally {
            WovenLoop.uninstall(runtime);
            assertThat(runtime.shared).isEqualTo(1);
            assertThat(runtime.failed).isZero();
        }
    }

    private Path classes(String module) {
        return directory.resolve("classes").resolve(module);
    }

    private void compile(String module, Map<String, String> sources, Processor processor) throws IOException {
        List<Path> units = new ArrayList<>();
        for (Map.Entry<String, String> source : sources.entrySet()) {
            Path file = directory.resolve("source").resolve(module).resolve(source.getKey() + ".java");
            Files.createDirectories(file.getParent());
            units.add(Files.writeString(file, source.getValue()));
        }
        Files.createDirectories(classes(module));
        List<String> options = new ArrayList<>(List.of("-d", classes(module).toString()));
        options.addAll(List.of("--module-path", directory.resolve("classes").toString()));
        options.addAll(List.of("--add-reads", module + "=ALL-UNNAMED"));
        options.addAll(List.of("-classpath", System.getProperty("java.class.path")));
        StringWriter messages = new StringWriter();
        var compiler = ToolProvider.getSystemJavaCompiler();
        try (var files = compiler.getStandardFileManager(null, null, null)) {
            CompilationTask task =
                    compiler.getTask(messages, files, null, options, null, files.getJavaFileObjectsFromPaths(units));
            task.setProcessors(processor == null ? List.of() : List.of(processor));
            assertThat(task.call()).as(() -> messages.toString()).isTrue();
        }
    }
}
