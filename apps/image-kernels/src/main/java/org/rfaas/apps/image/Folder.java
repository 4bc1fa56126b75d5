package org.rfaas.apps.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.rfaas.apps.harness.InputException;
import org.rfaas.file.FileProblem;

/**
 * Pictures of a folder.
 *
 * @param pictures its files with a picture's name, in the order of their names
 * @param output where results go, by the same names, or {@code null}
 */
record Folder(List<Path> pictures, @Nullable Path output) {
    Folder {
        pictures = List.copyOf(pictures);
    }

    static Folder open(Path input, @Nullable Path output) throws InputException {
        if (output != null && (!Files.isDirectory(output) || !Files.isWritable(output))) {
            throw new InputException("--output " + output + " is not a folder that can be written; make it first");
        }
        try (Stream<Path> files = Files.list(input)) {
            List<Path> pictures = files.filter(
                            file -> PictureFile.formatOf(file).isPresent() && !Files.isDirectory(file))
                    .sorted()
                    .toList();
            if (pictures.isEmpty()) {
                throw new InputException(input + ": no .png, .jpg, .ppm or .pgm in this folder");
            }
            if (output != null && Files.isSameFile(input, output)) {
                throw new InputException("--output " + output + " is the folder that is read");
            }
            return new Folder(pictures, output);
        } catch (IOException e) {
            throw new InputException(input + ": cannot be read: " + FileProblem.reason(e));
        }
    }

    /** Those of one of several ranks, in turns, so that each has large and small ones. */
    List<Path> share(int rank, int size) {
        return Stream.iterate(rank, i -> i < pictures.size(), i -> i + size)
                .map(pictures::get)
                .toList();
    }
}
