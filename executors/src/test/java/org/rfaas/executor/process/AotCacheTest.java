package org.rfaas.executor.process;

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

    private static void age(Path file, Duration by) throws IOException {
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(by)));
    }

    @Test
    void shouldRemoveWhatIsOldAndWhatAKilledMakerLeft() throws IOException {
        Path old = file("executor-old.aot");
        age(old, Duration.ofDays(8));
        Path inUse = file("executor-a.aot");
        Path beingMade = file("executor-b.aot.part-" + ProcessHandle.current().pid());
        age(beingMade, Duration.ofMinutes(11));
        Path beingMadeElsewhere = file("executor-d.aot.part-" + NOBODY);
        Path recorded = file("executor-c.aot.part-" + NOBODY + ".recorded");
        age(recorded, Duration.ofMinutes(11));
        Path usage = Files.createDirectories(
                folder.resolve("executor-c.aot.part-" + NOBODY + ".usage").resolve("box"));
        Files.createFile(usage.resolve("page"));
        age(usage.getParent(), Duration.ofMinutes(11));
        Path foreign = file("somebody-elses.part-" + NOBODY);
        Files.createSymbolicLink(folder.resolve("executor-gone.aot"), folder.resolve("removed by another manager"));

        AotCache.removeOld(folder);

        assertThat(old).doesNotExist();
        assertThat(recorded).doesNotExist();
        assertThat(usage.getParent()).doesNotExist();
        assertThat(inUse).exists();
        assertThat(beingMade).exists();
        assertThat(beingMadeElsewhere).exists();
        assertThat(foreign).exists();
    }
}
