package org.rfaas.file;

import java.io.IOException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Symbolic links. */
final class Links {
    /** As many as Linux follows. */
    private static final int MOST = 40;

    private Links() {}

    /**
     * What a path leads to, whether that is there or not; itself when it is no link.
     *
     * @throws FileSystemLoopException when it leads nowhere
     */
    static Path target(Path path) throws IOException {
        Path target = path;
        for (int followed = 0; Files.isSymbolicLink(target); followed++) {
            if (followed == MOST) {
                throw new FileSystemLoopException(path.toString());
            }
            target = target.resolveSibling(Files.readSymbolicLink(target));
        }
        return target;
    }
}
