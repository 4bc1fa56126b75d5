package org.rfaas.apps.harness;

import java.nio.file.Files;
import java.nio.file.Path;

/** What an option names to be read. */
public final class InputFile {
    private InputFile() {}

    /**
     * Refuses what is there but can be read only once, such as a pipe: each rank reads an input for itself, and some inputs
     * more than once.
     */
    public static void requireRepeatable(Path path) throws InputException {
        if (Files.isDirectory(path)) {
            throw new InputException(path + ": is a directory, not a file");
        }
        if (Files.exists(path) && !Files.isRegularFile(path)) {
            throw new InputException(
                    path + ": is a pipe or a device; it must be a file, since it is read more than once");
        }
    }
}
