package org.rfaas.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node that is killed while its executors' AOT cache is made. */
class KilledCacheMakerIT {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @TempDir
    Path folder;

    @Test
    void shouldNotBeOutlivedByWhatMakesItsCache() throws IOException, InterruptedException {
        Path caches = folder.resolve("caches");
        try (SplitCluster cluster = SplitCluster.start(folder, 1, "executor.aot-cache = \"" + caches + "\"")) {
            ProcessHandle node = cluster.node().handle();
            Await.until(PATIENCE, cluster.node()::output, () -> !makers(node).isEmpty());
            List<ProcessHandle> makers = makers(node);

            node.destroyForcibly();

            Await.until(PATIENCE, makers::toString, () -> makers.stream().noneMatch(ProcessHandle::isAlive));
            try (Stream<Path> left = Files.list(caches)) {
                assertThat(left.map(path -> path.getFileName().toString()))
                        .as("it has not gone on")
                        .noneMatch(name -> name.endsWith(".aot") || name.endsWith(".recorded"));
            }
        }
    }

    private static List<ProcessHandle> makers(ProcessHandle node) {
        return node.children()
                .filter(child -> child.info().commandLine().orElse("").contains("-XX:AOTMode="))
                .toList();
    }
}
