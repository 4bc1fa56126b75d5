package org.rfaas.offload.weave.front;

import com.sun.source.util.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Map;
import javax.annotation.processing.ProcessingEnvironment;
import javax.tools.JavaFileObject;
import org.jspecify.annotations.Nullable;
import org.rfaas.offload.Offload;
import org.rfaas.offload.weave.Diagnostic;
import org.rfaas.offload.weave.WeaveResult;
import org.rfaas.offload.weave.Weaver;

/**
 * Weaves the classes that one compilation of javac has written. What cannot be woven is an error, and its class file is
 * deleted: else an incremental build would find the class up to date and succeed, unwoven.
 */
final class CompilationWeaver {
    private final ProcessingEnvironment environment;
    private final Trees trees;
    private final Map<String, SourceLines> lines;
    private final ClassOutput output;
    private final SeenClasses seen;
    private final Weaver weaver;
    private final LoopReport report = new LoopReport();

    /**
     * A weaver.
     *
     * @param environment javac's own
     * @param sources of the classes that were written, by binary name
     * @param lines of the sources, by URI
     */
    CompilationWeaver(
            ProcessingEnvironment environment,
            Trees trees,
            Map<String, JavaFileObject> sources,
            Map<String, SourceLines> lines) {
        this.environment = environment;
        this.trees = trees;
        this.lines = lines;
        this.output = new ClassOutput(environment.getFiler(), sources);
        this.seen = new SeenClasses(environment.getElementUtils());
        this.weaver = new Weaver(name -> find(name.replace('/', '.')));
    }

    /** Weaves one of the classes that were written. */
    void weave(String className, JavaFileObject source) {
        try {
            byte[] bytes = output.read(className);
            if (bytes != null) {
                weave(className, source, bytes);
            } else if (mayConcern(source)) {
                error("loops of " + className + " are not woven, for its class file is not found;"
                        + " compile with javac -d DIRECTORY, one module at a time");
            }
        } catch (IOException | RuntimeException | StackOverflowError e) {
            error("loops of " + className + " could not be woven, please report this: " + e);
            delete(className);
        }
    }

    /** What was proved of each loop. */
    LoopReport report() {
        return report;
    }

    private byte @Nullable [] find(String className) {
        byte[] own = output.read(className);
        return own == null ? seen.read(className) : own;
    }

    private void weave(String className, JavaFileObject source, byte[] bytes) throws IOException {
        if (!Weaver.mayConcern(bytes)) {
            return;
        }
        WeaveResult result = weaver.weave(bytes);
        report.add(result);
        SourceLines statements = lines.get(source.toUri().toString());
        for (Diagnostic refusal : result.refusals()) {
            if (statements == null) {
                error(refusal.toString());
            } else {
                statements.error(trees, refusal);
            }
        }
        if (!result.refusals().isEmpty()) {
            delete(className);
        } else if (result.isWoven()) {
            Files.write(output.file(className), result.classBytes());
        }
    }

    /** Whether a source may have annotated loops; right when it says no. One that cannot be read may. */
    static boolean mayConcern(JavaFileObject source) {
        try {
            return source.getCharContent(true).toString().contains(Offload.class.getSimpleName());
        } catch (IOException e) {
            return true;
        }
    }

    private void delete(String className) {
        try {
            Files.deleteIfExists(output.file(className));
        } catch (IOException | IllegalArgumentException e) {
            error("the class file of " + className + ", which is not woven, could not be deleted: " + e);
        }
    }

    private void error(String message) {
        environment.getMessager().printError(message);
    }
}
