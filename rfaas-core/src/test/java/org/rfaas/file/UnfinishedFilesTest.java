package org.rfaas.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class UnfinishedFilesTest {
    @TempDir
    Path folder;

    @Test
    void shouldLetAWriteUnderWayBeFinishedWhenTheProgramEnds() throws Exception {
        Path part = folder.resolve("part");
        Path target = folder.resolve("target");
        begin(part);

        Thread ending = Thread.ofVirtual().start(() -> UnfinishedFiles.deleteAll(Duration.ofHours(1)));
        UnfinishedFiles.finish(part, target);
        ending.join();

        assertThat(target).hasContent("state");
    }

    @Test
    void shouldNotWaitForWhatWasDropped() throws Exception {
        Path part = folder.resolve("part");
        begin(part);

        Thread ending = Thread.ofVirtual().start(() -> UnfinishedFiles.deleteAll(Duration.ofHours(1)));
        UnfinishedFiles.drop(part);
        ending.join();

        assertThat(part).doesNotExist();
    }

    @Test
    void shouldDeleteWhatIsNotFinishedInTime() throws Exception {
        Path part = folder.resolve("part");
        begin(part);

        UnfinishedFiles.deleteAll(Duration.ofMillis(1));

        assertThat(part).doesNotExist();
        assertThatIOException()
                .isThrownBy(() -> UnfinishedFiles.finish(part, folder.resolve("target")))
                .withMessageContaining("told to end");
    }

    private static void begin(Path part) throws IOException {
        try (OutputStream out = UnfinishedFiles.begin(part)) {
            out.write("state".getBytes(StandardCharsets.UTF_8));
        }
    }
}
