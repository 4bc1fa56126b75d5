package org.rfaas.fabric.shm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.rfaas.fabric.FabricException;

@Timeout(240)
class MappedFileTest {
    private static final long LARGE_BYTES = 64L << 20;

    @TempDir
    private Path folder;

    @Test
    void shouldLeaveAFileThatIsThereAlreadyAndNotBlameTheSpace() throws IOException {
        Path file = Files.writeString(folder.resolve("region-1"), "another's");
        assertThatExceptionOfType(FabricException.class)
                .isThrownBy(() -> MappedFile.create(file, 64, Arena.ofAuto()))
                .withMessage("cannot allocate 64 bytes as " + file + ": it exists already");
        assertThat(file).hasContent("another's");
    }

    @Test
    void shouldMapAFileWhenInterruptedMeanwhile() throws Exception {
        Path file = folder.resolve("region-1");
        AtomicBoolean sent = new AtomicBoolean();
        CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
        try (Arena arena = Arena.ofShared()) {
            Thread mapping = Thread.ofPlatform().start(() -> {
                try {
                    MemorySegment memory = MappedFile.create(file, LARGE_BYTES, arena);
                    assertThat(memory.byteSize()).isEqualTo(LARGE_BYTES);
                    while (!sent.get()) {
                        Thread.onSpinWait();
                    }
                    interrupted.complete(Thread.interrupted());
                } catch (Throwable e) {
                    interrupted.completeExceptionally(e);
                }
            });
            while (Files.notExists(file) && mapping.isAlive()) {
                Thread.onSpinWait();
            }
            mapping.interrupt();
            sent.set(true);
            assertThat(interrupted.get(60, TimeUnit.SECONDS))
                    .as("the interrupt is kept")
                    .isTrue();
            mapping.join();
        }
        assertThat(file).hasSize(LARGE_BYTES);
    }
}
