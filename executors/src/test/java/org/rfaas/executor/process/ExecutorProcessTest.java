package org.rfaas.executor.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.rfaas.executor.manager.ExecutorStartException;
import org.rfaas.executor.sandbox.Confinement;
import org.rfaas.executor.sandbox.HostAccess;
import org.rfaas.executor.sandbox.Sandbox;
import org.rfaas.executor.sandbox.VanishedGroup;
import org.rfaas.executor.usage.UsageBox;
import org.rfaas.function.FunctionKey;

/** An executor whose surroundings fail, not itself. */
@Timeout(240)
class ExecutorProcessTest {
    @TempDir
    private Path folder;

    private Process process;

    @BeforeEach
    void start() throws IOException {
        process = new ProcessBuilder("sleep", "1000").start();
    }

    @AfterEach
    void end() {
        process.destroyForcibly();
    }

    private ExecutorProcess executor(Process itsProcess, Confinement confinement, CodeStore code) throws IOException {
        UsageBox box = new UsageBox(Files.createDirectories(folder.resolve("box")));
        return new ExecutorProcess(itsProcess, confinement, Optional.empty(), box, code);
    }

    private static Confinement unconfined() throws IOException {
        return Sandbox.none().confine(new HostAccess(List.of(), List.of(), true));
    }

    @Test
    void shouldSayThatItCouldNotBeLimitedAndNotThatItWasKilledForThat() throws Exception {
        ExecutorProcess executor = executor(process, VanishedGroup.below(folder), CodeStore.none());

        assertThatExceptionOfType(ExecutorStartException.class)
                .isThrownBy(() -> executor.serve(ThreadlessLaunchTest.ASSIGNMENT, 1 << 30, Duration.ofSeconds(60)))
                .withMessageContaining("cannot be limited to what its lease has")
                .withMessageContaining(VanishedGroup.NAME);

        assertThat(executor.exit()).isDone();
        assertThat(process.isAlive()).isFalse();
    }

    @Test
    void shouldBeEndedWhenWhatItReportsCannotBeHandled() throws Exception {
        process.destroyForcibly();
        process = new ProcessBuilder("sh", "-c", "printf '\\007'; head -c 32 /dev/zero; exec sleep 1000").start();
        CodeStore broken = new CodeStore() {
            @Override
            public Optional<byte[]> find(FunctionKey key) {
                throw new IllegalStateException("no such disk");
            }

            @Override
            public void keep(FunctionKey key, byte[] code) {}
        };
        ExecutorProcess executor = executor(process, unconfined(), broken);

        assertThat(executor.exit().get(60, TimeUnit.SECONDS).text()).contains("no such disk");
    }

    @Test
    void shouldBeOverWhenNobodyCanTellHowItEnded() throws Exception {
        Process odd = new DelegatingProcess(process) {
            @Override
            public int waitFor() throws InterruptedException {
                super.waitFor();
                throw new UncheckedIOException(new IOException("no such device"));
            }
        };
        ExecutorProcess executor = executor(odd, unconfined(), CodeStore.none());

        executor.kill();

        assertThat(executor.exit().get(60, TimeUnit.SECONDS).text()).contains("no such device");
        assertThat(folder.resolve("box")).doesNotExist();
    }
}
