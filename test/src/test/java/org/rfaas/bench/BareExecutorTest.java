package org.rfaas.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.rfaas.fabric.Fabric;
import org.rfaas.fabric.Fabrics;
import org.rfaas.wire.SlotLayout;

@Isolated("counts the processes of this one")
class BareExecutorTest {
    /** Long enough that the executor is still removing it when it is told to end. */
    private static final long RESIDENT_BYTES = 256L << 20;

    @Test
    void shouldLeaveNoProcessThatItCannotConnectTo() {
        Fabric closed = Fabrics.open("shm");
        closed.close();
        long before = childProcesses();

        assertThatExceptionOfType(RuntimeException.class)
                .isThrownBy(() -> BareExecutor.start(closed, 1, new SlotLayout(1, 1024), 0));

        assertThat(childProcesses()).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldLeaveNothingInSharedMemory(boolean isKilled) throws Exception {
        try (Fabric fabric = Fabrics.open("shm")) {
            Path place;
            try (BareExecutor executor = BareExecutor.start(fabric, 1, new SlotLayout(1, 1024), 0)) {
                place = place(executor.process());
                assertThat(executor.worker().allocate(RESIDENT_BYTES).bytes()).isEqualTo(RESIDENT_BYTES);
                assertThat(place).isDirectory();
                if (isKilled) {
                    executor.process().destroyForcibly().waitFor();
                }
            }
            assertThat(place).doesNotExist();
        }
    }

    /** By its command line, too long with its class path for {@link ProcessHandle.Info#arguments}. */
    private static Path place(Process executor) throws IOException {
        String command = Files.readString(Path.of("/proc", String.valueOf(executor.pid()), "cmdline"));
        List<String> arguments = List.of(command.split("\0", -1));
        return Path.of(arguments.get(arguments.indexOf("--place") + 1));
    }

    private static long childProcesses() {
        return ProcessHandle.current().children().filter(ProcessHandle::isAlive).count();
    }
}
