package org.rfaas.offload.weave.front;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import javax.annotation.processing.Filer;
import javax.tools.FileObject;
import javax.tools.JavaFileObject;
import javax.tools.StandardLocation;
import org.jspecify.annotations.Nullable;

/** Where javac has written classes: in the directory of {@code -d} or, without it, each beside its source. */
final class ClassOutput {
    private final Filer filer;
    private final Map<String, JavaFileObject> sources;
    private final boolean isBesideSources;

    /**
     * That of one compilation.
     *
     * @param sources of the classes that were written, by binary name
     */
    ClassOutput(Filer filer, Map<String, JavaFileObject> sources) {
        this.filer = filer;
        this.sources = sources;
        this.isBesideSources = !hasDirectory();
    }

    /** Without one, javac drops the directories of a name. */
    private boolean hasDirectory() {
        try {
            return !resource("Probe").toUri().equals(resource("offload/Probe").toUri());
        } catch (IOException | IllegalArgumentException e) {
            return true; // classes are not in files
        }
    }

    /** A class that was written now or, in the same directory, before; none if it is not there. */
    byte @Nullable [] read(String className) {
        if (!isBesideSources) {
            return readResource(className);
        }
        Path file = besideSource(className);
        try {
            return file == null ? null : Files.readAllBytes(file);
        } catch (IOException e) {
            return null; // not there; whoever needs it says so
        }
    }

    /**
     * The file of a class that was written; the compiler's own interface does not let a file be written twice.
     *
     * @throws IOException if it is in no file
     */
    Path file(String className) throws IOException {
        Path beside = isBesideSources ? besideSource(className) : null;
        if (beside != null) {
            return beside;
        }
        URI place = resource(fileName(className)).toUri();
        if (!"file".equals(place.getScheme())) {
            throw new IOException("classes are written to " + place + ", which is no file; use the agent there");
        }
        return Path.of(place);
    }

    private @Nullable Path besideSource(String className) {
        JavaFileObject source = sources.get(className);
        if (source == null || !"file".equals(source.toUri().getScheme())) {
            return null;
        }
        String simpleName = className.substring(className.lastIndexOf('.') + 1);
        return Path.of(source.toUri()).resolveSibling(simpleName + ".class");
    }

    private byte @Nullable [] readResource(String className) {
        try (InputStream in = resource(fileName(className)).openInputStream()) {
            return in.readAllBytes();
        } catch (IOException | IllegalArgumentException e) {
            return null; // not there; whoever needs it says so
        }
    }

    private FileObject resource(String name) throws IOException {
        return filer.getResource(StandardLocation.CLASS_OUTPUT, "", name);
    }

    private static String fileName(String className) {
        return className.replace('.', '/') + ".class";
    }
}
