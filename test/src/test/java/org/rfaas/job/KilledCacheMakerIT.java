package org.rfaas.job;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rfaas.executor.sandbox.Programs;

/** A node that is killed while its executors' AOT cache is made. */
class KilledCacheMakerIT {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @TempDir
    Path folder;

    @Test
    void shouldNotBeOutlivedByWhatMakesItsCache() throws IOException, InterruptedException {
        assumeTrue(Programs.find("setpriv").isPresent(), "no program setpriv");
        String setting = "executor.aot-cache = \"" + folder.resolve("caches") + "\"";
        try (SplitCluster cluster = SplitCluster.start(folder, 1, setting)) {
            ProcessHandle node = cluster.node().handle();
            Await.until(PATIENCE, cluster.node()::output, () -> maker(node).isPresent());
            ProcessHandle maker = maker(node).orElseThrow();
            try {
                // stopped, it does not end by itself
                new ProcessBuilder("kill", "-STOP", String.valueOf(maker.pid()))
                        .start()
                        .waitFor();
                node.destroyForcibly();
                Await.until(PATIENCE, maker::toString, () -> !maker.isAlive());
            } finally {
                maker.destroyForcibly();
            }
        }
    }

    /** As soon as it is a JVM: what started it has asked for its death by then. */
    private static Optional<ProcessHandle> maker(ProcessHandle node) {
        return node.children()
                .filter(child -> child.info().command().orElse("").endsWith("/java"))
                .filter(child -> child.info().commandLine().orElse("").contains("-XX:AOTMode="))
                .findFirst();
    }
}
