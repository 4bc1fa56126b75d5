package org.rfaas.file;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * Deletes a folder that resists: what is in its folders moves up into it, level by level, so that no path is longer than
 * three names, and folders get their owner's rights back first.
 */
final class FlatDeletion {
    private FlatDeletion() {}

    /**
     * Deletes it.
     *
     * @throws IOException when something of it stays
     */
    static void delete(Path root) throws IOException {
        open(root);
        for (List<Path> entries = list(root); !entries.isEmpty(); entries = list(root)) {
            for (Path entry : entries) {
                if (isFolder(entry)) {
                    open(entry);
                    empty(entry, root);
                }
                Files.deleteIfExists(entry);
            }
        }
        Files.deleteIfExists(root);
    }

    private static void empty(Path folder, Path root) throws IOException {
        for (Path entry : list(folder)) {
            if (isFolder(entry)) {
                open(entry); // a folder is written to when its parent becomes another
                Files.move(entry, root.resolve("moved-" + UUID.randomUUID()));
            } else {
                Files.deleteIfExists(entry);
            }
        }
    }

    private static boolean isFolder(Path path) {
        return Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS);
    }

    private static void open(Path folder) throws IOException {
        try {
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
        } catch (NoSuchFileException e) {
            // somebody else deletes it too
        }
    }

    private static List<Path> list(Path folder) throws IOException {
        List<Path> all = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
            entries.forEach(all::add);
        } catch (NoSuchFileException e) {
            return List.of(); // somebody else deletes it too
        }
        return all;
    }
}
