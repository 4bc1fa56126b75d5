package org.rfaas.experiment;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.rfaas.file.FileTree;

/** A folder for what is of no use after the experiment; closing it deletes it and all in it. */
public record ScratchFolder(Path path) implements AutoCloseable {
    public static ScratchFolder create() throws IOException {
        return new ScratchFolder(Files.createTempDirectory("rfaas-experiment"));
    }

    @Override
    public void close() throws IOException {
        FileTree.delete(path);
    }
}
