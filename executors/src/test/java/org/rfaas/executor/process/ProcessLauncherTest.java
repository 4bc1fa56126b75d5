package org.rfaas.executor.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rfaas.executor.manager.ExecutorStartException;
import org.rfaas.executor.sandbox.Sandbox;
import org.rfaas.executor.usage.UsageStore;

class ProcessLauncherTest {
    @TempDir
    Path folder;

    @Test
    void shouldKeepNothingForAnExecutorThatCannotBeStarted() throws Exception {
        try (Sandbox none = Sandbox.none();
                UsageStore usages = UsageStore.open(folder)) {
            ProcessLauncher launcher =
                    new ProcessLauncher(none, AotCache.none(), Optional.empty(), new ExecutorUsage(usages, 1));
            launcher.close();
            long before = files();
            assertThatExceptionOfType(ExecutorStartException.class)
                    .isThrownBy(() -> launcher.startStandby("shm", 64 << 20, Duration.ofSeconds(10)));
            assertThat(files()).as("its usage page").isEqualTo(before);
        }
    }

    private long files() throws Exception {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.count();
        }
    }
}
