package org.rfaas.file;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.UUID;

/**
 * Deletes a folder that resists: what is in its folders moves up into it, level by level, so that no path is longer than
 * three names, and folders get their owner's rights back first. What somebody else deletes meanwhile is no error.
 */
final class FlatDeletion {
    private FlatDeletion() {}

    /** What is done with an entry of a folder. */
    private interface Step {
        void take(Path entry) throws IOException;
    }

    /**
     * Deletes it.
     *
     * @throws IOException when something of it stays
     */
    static void delete(Path root) throws IOException {
        open(root);
        boolean isEmpty = false;
        while (!isEmpty) { // what moves up while its entries are read may not be among them
            isEmpty = !forEach(root, entry -> {
                if (isFolder(entry)) {
                    open(entry);
                    empty(entry, root);
                }
                Files.deleteIfExists(entry);
            });
        }
        Files.deleteIfExists(root);
    }

    private static void empty(Path folder, Path root) throws IOException {
        forEach(folder, entry -> {
            if (isFolder(entry)) {
                open(entry); // a folder is written to when its parent becomes another
                moveUp(entry, root);
            } else {
                Files.deleteIfExists(entry);
            }
        });
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

    private static void moveUp(Path folder, Path root) throws IOException {
        try {
            Files.move(folder, root.resolve("moved-" + UUID.randomUUID()));
        } catch (NoSuchFileException e) {
            // somebody else deletes it too
        }
    }

    /** Takes each entry of a folder; returns whether there was any. */
    private static boolean forEach(Path folder, Step step) throws IOException {
        boolean any = false;
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
            for (Path entry : entries) {
                any = true;
                step.take(entry);
            }
        } catch (NoSuchFileException e) {
            return false; // somebody else deletes it too
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        return any;
    }
}
