package org.rfaas.file;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/** A file, or a folder with all that is in it. */
public final class FileTree {
    private FileTree() {}

    /**
     * Deletes it, if it is there. Links are deleted and not followed; what somebody else deletes meanwhile is no error. Whoever
     * filled it does not keep it from being deleted by folders without rights, or deeper than any name is long.
     *
     * @throws IOException when something of it stays
     */
    public static void delete(Path root) throws IOException {
        try {
            Files.walkFileTree(root, new Deletion());
        } catch (IOException e) {
            if (!Files.isDirectory(root, LinkOption.NOFOLLOW_LINKS)) {
                throw e;
            }
            deleteFlattened(root, e);
        }
    }

    private static void deleteFlattened(Path root, IOException before) throws IOException {
        try {
            FlatDeletion.delete(root);
        } catch (IOException e) {
            e.addSuppressed(before);
            throw e;
        }
    }

    private static final class Deletion extends SimpleFileVisitor<Path> {
        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
            Files.deleteIfExists(file);
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException problem) throws IOException {
            if (problem instanceof NoSuchFileException) {
                return FileVisitResult.CONTINUE;
            }
            throw problem;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException problem) throws IOException {
            Files.deleteIfExists(folder); // says what is still in it, if its listing broke off
            return FileVisitResult.CONTINUE;
        }
    }
}
