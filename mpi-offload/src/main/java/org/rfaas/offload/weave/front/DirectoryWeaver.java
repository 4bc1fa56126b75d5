package org.rfaas.offload.weave.front;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.rfaas.offload.weave.Diagnostic;
import org.rfaas.offload.weave.WeaveResult;
import org.rfaas.offload.weave.Weaver;

/** Weaves the class files of a directory in place, as after a build by a compiler other than javac. */
public final class DirectoryWeaver implements AutoCloseable {
    private final Path directory;
    private final URLClassLoader path;
    private final LoopReport report = new LoopReport();
    private final List<Diagnostic> refusals = new ArrayList<>();

    /**
     * A weaver.
     *
     * @param directory root of the class files
     * @param classPath where the classes are that they use: directories and jars
     */
    public DirectoryWeaver(Path directory, List<Path> classPath) {
        this.directory = directory;
        List<URL> urls = new ArrayList<>();
        for (Path entry :
                Stream.concat(Stream.of(directory), classPath.stream()).toList()) {
            try {
                urls.add(entry.toUri().toURL());
            } catch (IOException e) {
                throw new IllegalArgumentException(entry + " is no place for classes", e);
            }
        }
        this.path = new URLClassLoader(urls.toArray(URL[]::new), null);
    }

    /**
     * Weaves all classes; those with refused loops stay as they are, and so do files that cannot be read as classes.
     *
     * @return how many loops were woven
     */
    public int weave() throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.walk(directory)) {
            files = all.filter(file -> file.toString().endsWith(".class")).toList();
        }
        int loops = 0;
        for (Path file : files) {
            WeaveResult result = weave(Files.readAllBytes(file), directory.relativize(file));
            report.add(result);
            refusals.addAll(result.refusals());
            if (result.isWoven()) {
                Files.write(file, result.classBytes());
                loops += result.loops().size();
            }
        }
        return loops;
    }

    private WeaveResult weave(byte[] classBytes, Path file) {
        try {
            return new Weaver(this::find).weave(classBytes);
        } catch (RuntimeException | StackOverflowError e) {
            String className = file.toString().replace(File.separatorChar, '.').replaceFirst("[.]class$", "");
            String message = "its loops could not be woven, please report this: " + e;
            return new WeaveResult(
                    classBytes, List.of(), List.of(new Diagnostic(file.toString(), 0, className, message)));
        }
    }

    public List<Diagnostic> refusals() {
        return List.copyOf(refusals);
    }

    /** What was proved of each loop. */
    public LoopReport report() {
        return report;
    }

    /** Keeps it in a file, in the place of what that says of the same classes; what it says of others stays. */
    public void keepReport(Path file) throws IOException {
        new ReportFile(file).update(report, Set.of());
    }

    @Override
    public void close() throws IOException {
        path.close();
    }

    private byte @Nullable [] find(String internalName) {
        try (InputStream in = path.getResourceAsStream(internalName + ".class")) {
            return in == null ? null : in.readAllBytes();
        } catch (IOException e) {
            return null; // as good as not there; whoever needs it says so
        }
    }
}
