package org.rfaas.fabric.disni;

import com.ibm.disni.verbs.RdmaProvider;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/** What DiSNI needs of this machine and this JVM. */
final class DisniLibrary {
    private static final String FILE = System.mapLibraryName("disni");
    private static final Optional<String> MISSING = find();

    private DisniLibrary() {}

    /** What is missing, with the remedy; empty if DiSNI can be used as far as software goes. */
    static Optional<String> missing() {
        return MISSING;
    }

    private static Optional<String> find() {
        if (!Object.class.getModule().isExported("sun.nio.ch", DisniLibrary.class.getModule())) {
            return Optional.of("DiSNI needs the JVM flag --add-exports java.base/sun.nio.ch=ALL-UNNAMED, which"
                    + " run-scripts give");
        }
        // looked for first: DiSNI would fail in a way that cannot be tried again, and its logger would say so
        if (file().isEmpty()) {
            return Optional.of("no " + FILE + " in java.library.path; run run-scripts/setup --rdma, which builds it");
        }
        try {
            RdmaProvider.provider();
            return Optional.empty();
        } catch (IOException | LinkageError e) {
            return Optional.of("cannot load " + FILE + ": " + e.getMessage()
                    + "; run run-scripts/setup --rdma, which installs what it needs");
        }
    }

    /** The native half, if this JVM would find it. */
    static Optional<Path> file() {
        String folders = System.getProperty("java.library.path", "");
        return Arrays.stream(folders.split(File.pathSeparator, -1))
                .filter(folder -> !folder.isEmpty())
                .map(folder -> Path.of(folder, FILE))
                .filter(Files::exists)
                .findFirst();
    }
}
