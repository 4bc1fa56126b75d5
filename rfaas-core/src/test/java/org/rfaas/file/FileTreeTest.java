package org.rfaas.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileTreeTest {
    @TempDir
    Path folder;

    @Test
    void shouldDeleteAFolderWithAllThatIsInItAndNotFollowLinks() throws IOException {
        Path kept = Files.writeString(
                Files.createDirectories(folder.resolve("kept")).resolve("file"), "text");
        Path tree = folder.resolve("tree");
        Files.createDirectories(tree.resolve("a/b"));
        Files.writeString(tree.resolve("a/file"), "text");
        Files.createSymbolicLink(tree.resolve("a/link"), kept.getParent());

        FileTree.delete(tree);

        assertThat(tree).doesNotExist();
        assertThat(kept).hasContent("text");
    }

    @Test
    void shouldDeleteFoldersDeeperThanAnyNameIsLong() throws IOException {
        Path tree = Files.createDirectory(folder.resolve("tree"));
        Path deepest = Files.createDirectories(tree.resolve(("d" + "e".repeat(200) + "p/").repeat(15)));
        Files.writeString(deepest.resolve("file"), "text");
        Path other = Files.createDirectories(folder.resolve("other/" + ("d" + "e".repeat(200) + "r/").repeat(15)));
        Files.move(tree.resolve("d" + "e".repeat(200) + "p"), other.resolve("below"));

        FileTree.delete(folder.resolve("other"));

        assertThat(folder.resolve("other")).doesNotExist();
    }

    @Test
    void shouldDeleteAFolderWithoutRights() throws IOException {
        Path tree = Files.createDirectory(folder.resolve("tree"));
        Path closed = Files.createDirectories(tree.resolve("a/closed/b"));
        Files.writeString(closed.resolve("file"), "text");
        Files.setPosixFilePermissions(closed, Set.of());
        Files.setPosixFilePermissions(closed.getParent(), Set.of());
        assumeFalse(Files.isReadable(closed.getParent()), "rights do not hold back this user; root, most likely");

        FileTree.delete(tree);

        assertThat(tree).doesNotExist();
    }

    @Test
    void shouldFlattenWhatSomebodyElseDeletesToo() throws Exception {
        for (int round = 0; round < 10; round++) {
            Path tree = folder.resolve("tree");
            for (int i = 0; i < 50; i++) {
                Files.writeString(
                        Files.createDirectories(tree.resolve(i + "/a/b/c")).resolve("file"), "text");
            }
            List<Path> found;
            try (Stream<Path> all = Files.walk(tree)) {
                found = all.sorted(Comparator.reverseOrder()).toList();
            }
            Thread other = Thread.ofPlatform().start(() -> found.forEach(FileTreeTest::deleteIfEmpty));
            try {
                FlatDeletion.delete(tree);
            } finally {
                other.join();
            }
            assertThat(tree).doesNotExist();
        }
    }

    private static void deleteIfEmpty(Path path) {
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            assertThat(e).isInstanceOf(DirectoryNotEmptyException.class);
        }
    }

    @Test
    void shouldDeleteAFileAndALink() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "text");
        Path link = Files.createSymbolicLink(folder.resolve("link"), file);
        FileTree.delete(link);
        assertThat(file).exists();
        FileTree.delete(file);
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void shouldFindNothingToDoWhereNothingIs() throws IOException {
        FileTree.delete(folder.resolve("absent"));
        assertThat(folder).isEmptyDirectory();
    }
}
