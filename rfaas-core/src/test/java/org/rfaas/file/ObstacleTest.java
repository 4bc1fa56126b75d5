package org.rfaas.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ObstacleTest {
    @TempDir
    Path folder;

    @Test
    void shouldFindNoneForANewFileOrOneToOverwrite() throws IOException {
        Path absent = folder.resolve("new");
        Path present = Files.createFile(folder.resolve("old"));
        for (Path file : new Path[] {absent, present}) {
            assertThat(Obstacle.toWriting(file)).isEmpty();
            assertThat(Obstacle.toReplacing(file)).isEmpty();
        }
        assertThat(absent).doesNotExist();
    }

    @Test
    void shouldNameAFolderThatIsMissing() {
        Path absent = folder.resolve("absent");
        String obstacle = "there is no folder " + absent + "; make it first";
        assertThat(Obstacle.toWriting(absent.resolve("x"))).contains(obstacle);
        assertThat(Obstacle.toReplacing(absent.resolve("x"))).contains(obstacle);
    }

    @Test
    void shouldNotAskForAFolderInThePlaceOfAFile() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));
        String obstacle = file + " is not a folder; name another";
        assertThat(Obstacle.toWriting(file.resolve("x"))).contains(obstacle);
        assertThat(Obstacle.toReplacing(file.resolve("x"))).contains(obstacle);
    }

    @Test
    void shouldLookAtTheFolderThatALinkLeadsTo() throws IOException {
        Path absent = folder.resolve("absent");
        Path link = Files.createSymbolicLink(folder.resolve("link"), absent.resolve("x"));
        assertThat(Obstacle.toReplacing(link)).contains("there is no folder " + absent + "; make it first");
        Files.createDirectory(absent);
        assertThat(Obstacle.toReplacing(link)).isEmpty();
    }

    @Test
    void shouldFindALinkToItself() throws IOException {
        Path loop = folder.resolve("loop");
        Files.createSymbolicLink(loop, loop);
        assertThat(Obstacle.toReplacing(loop)).contains("its links cannot be followed; name another file");
        assertThat(Obstacle.toWriting(loop)).contains("its links cannot be followed; name another file");
    }

    @Test
    void shouldFindAFileInThePlaceOfAFolderThatIsToBeMade() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));
        assertThat(Obstacle.toFilling(file.resolve("a").resolve("b"))).contains(file + " is a file, not a folder");
        assertThat(Obstacle.toFilling(folder.resolve("a").resolve("b"))).isEmpty();
        assertThat(Obstacle.toFilling(folder)).isEmpty();
        assertThat(folder.resolve("a")).doesNotExist();
    }

    @Test
    void shouldNotTakeAFolderForAFile() {
        assertThat(Obstacle.toWriting(folder)).contains("it is a folder; name a file");
        assertThat(Obstacle.toReplacing(Path.of("/"))).contains("it is a folder; name a file");
    }

    @Test
    void shouldNotTakeTheCurrentFolderForAFileWithoutAName() {
        assertThat(Obstacle.toWriting(Path.of(""))).contains("its name is empty; name a file");
        assertThat(Obstacle.toReplacing(Path.of(""))).contains("its name is empty; name a file");
    }

    @Test
    void shouldWriteIntoADeviceButNotReplaceIt() {
        Path device = Path.of("/dev/null");
        assertThat(Obstacle.toWriting(device)).isEmpty();
        assertThat(Obstacle.toReplacing(device)).contains("no permission; name another file");
    }
}
