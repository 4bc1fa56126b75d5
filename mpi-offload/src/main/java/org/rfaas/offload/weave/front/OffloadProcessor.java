package org.rfaas.offload.weave.front;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TaskEvent;
import com.sun.source.util.TaskListener;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import javax.annotation.processing.AbstractProcessor;
import javax.annotation.processing.ProcessingEnvironment;
import javax.annotation.processing.RoundEnvironment;
import javax.annotation.processing.SupportedAnnotationTypes;
import javax.annotation.processing.SupportedOptions;
import javax.lang.model.SourceVersion;
import javax.lang.model.element.TypeElement;
import javax.tools.JavaFileObject;

/**
 * Weaves classes as soon as javac has written them. An ordinary annotation processor: put mpi-offload on the processor path.
 * {@code -Aoffload.report} prints what was proved of each loop, {@code -Aoffload.report=FILE} keeps it there.
 */
@SupportedAnnotationTypes("*")
@SupportedOptions("offload.report")
public final class OffloadProcessor extends AbstractProcessor {
    private static final String REPORT = "offload.report";

    private final Map<String, SourceLines> lines = new HashMap<>();
    private final Map<String, JavaFileObject> written = new LinkedHashMap<>();

    @Override
    public SourceVersion getSupportedSourceVersion() {
        return SourceVersion.latest();
    }

    @Override
    public boolean process(Set<? extends TypeElement> annotations, RoundEnvironment round) {
        return false;
    }

    @Override
    public synchronized void init(ProcessingEnvironment environment) {
        super.init(environment);
        ProcessingEnvironment own = Environments.unwrap(environment);
        JavacTask task;
        try {
            task = JavacTask.instance(own);
        } catch (IllegalArgumentException e) {
            environment
                    .getMessager()
                    .printWarning(
                            "this compiler is not javac: loops with @Offload are not woven here; use the Maven goal"
                                    + " offload:weave or the agent (" + e.getMessage() + ")");
            return;
        }
        Trees trees = Trees.instance(own);
        task.addTaskListener(new TaskListener() {
            @Override
            public void finished(TaskEvent event) {
                switch (event.getKind()) {
                    case ANALYZE -> remember(trees, event);
                    case GENERATE -> {
                        if (event.getTypeElement() != null) {
                            written.put(
                                    own.getElementUtils()
                                            .getBinaryName(event.getTypeElement())
                                            .toString(),
                                    event.getSourceFile());
                        }
                    }
                    case COMPILATION -> weaveAll(trees, own);
                    default -> {}
                }
            }
        });
    }

    private void remember(Trees trees, TaskEvent event) {
        CompilationUnitTree unit = event.getCompilationUnit();
        if (unit != null && CompilationWeaver.mayConcern(event.getSourceFile())) {
            // at the first class of a file: by the next one the compiler may have taken this one apart
            lines.computeIfAbsent(event.getSourceFile().toUri().toString(), _ -> new SourceLines(trees, unit));
        }
    }

    private void weaveAll(Trees trees, ProcessingEnvironment environment) {
        CompilationWeaver weaver = new CompilationWeaver(environment, trees, written, lines);
        written.forEach(weaver::weave);
        write(weaver.report(), environment, Set.copyOf(written.keySet()));
        written.clear();
        lines.clear();
    }

    private static void write(LoopReport report, ProcessingEnvironment environment, Set<String> compiled) {
        if (!environment.getOptions().containsKey(REPORT)) {
            return;
        }
        String file = environment.getOptions().get(REPORT);
        if (file == null || file.isEmpty()) {
            report.lines().forEach(environment.getMessager()::printNote);
            return;
        }
        try {
            new ReportFile(Path.of(file)).update(report, compiled);
        } catch (IOException | InvalidPathException e) {
            environment.getMessager().printError("cannot write the report of offloaded loops to " + file + ": " + e);
        }
    }
}
