package org.rfaas.executor.manager;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AotCacheTest {
    /** More than Linux gives to a process. */
    private static final long NOBODY = 99_999_999;

    @TempDir
    private Path folder;

    private Path file(String name) throws IOException {
        return Files.createFile(folder.resolve(name));
    }

    @Test
    void shouldRemoveWhatIsOldAndWhatAKilledMakerLeft() throws IOException {
        Path old = file("executor-old.aot");
        Files.setLastModifiedTime(old, FileTime.from(Instant.now().minus(Duration.ofDays(8))));
        Path inUse = file("executor-a.aot");
        Path beingMade = file("executor-b.aot.part-" + ProcessHandle.current().pid());
        Path recorded = file("executor-c.aot.part-" + NOBODY + ".recorded");
        Path usage = Files.createDirectories(
                folder.resolve("executor-c.aot.part-" + NOBODY + ".usage").resolve("box"));
        Files.createFile(usage.resolve("page"));
        Path foreign = file("somebody-elses.part-" + NOBODY);

        AotCache.removeOld(folder);

        assertThat(old).doesNotExist();
        assertThat(recorded).doesNotExist();
        assertThat(usage.getParent()).doesNotExist();
        assertThat(folder).isDirectoryContaining(inUse::equals).isDirectoryContaining(beingMade::equals);
        assertThat(foreign).exists();
    }
}
