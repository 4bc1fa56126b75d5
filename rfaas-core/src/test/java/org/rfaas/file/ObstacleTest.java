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
    void shouldNameAFolderThatIsNone() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));
        for (Path none : new Path[] {folder.resolve("absent"), file}) {
            assertThat(Obstacle.toWriting(none.resolve("x")))
                    .contains("there is no folder " + none + "; make it first");
            assertThat(Obstacle.toReplacing(none.resolve("x")))
                    .contains("there is no folder " + none + "; make it first");
        }
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
    void shouldNotTakeAFolderForAFile() {
        assertThat(Obstacle.toWriting(folder)).contains("it is a folder; name a file");
        assertThat(Obstacle.toReplacing(Path.of("/"))).contains("it is a folder; name a file");
    }

    @Test
    void shouldWriteIntoADeviceButNotReplaceIt() {
        Path device = Path.of("/dev/null");
        assertThat(Obstacle.toWriting(device)).isEmpty();
        assertThat(Obstacle.toReplacing(device)).contains("no permission; name another file");
    }
}
