package org.rfaas.experiment.alternatives;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.rfaas.bench.JvmProcess;

class AeronServerTest {
    @Test
    void shouldDeleteItsFilesWhenItsClientIsGone() throws Exception {
        try (JvmProcess server = start()) {
            assertFilesGoWith(server, () -> server.process().getOutputStream().close());
        }
    }

    @Test
    void shouldDeleteItsFilesWhenItIsToldToEnd() throws Exception {
        try (JvmProcess server = start()) {
            assertFilesGoWith(server, () -> server.process().destroy()); // SIGTERM
        }
    }

    private interface Ending {
        void tell() throws IOException;
    }

    private static JvmProcess start() {
        return JvmProcess.start(Contestant.AERON_IPC.jvmOptions(), AeronServerMain.class);
    }

    private static void assertFilesGoWith(JvmProcess server, Ending ending) throws Exception {
        Path driver = Path.of(server.firstLine());
        assertThat(driver).isNotEmptyDirectory();
        ending.tell();
        assertThat(server.process().waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(driver.getParent()).doesNotExist();
    }
}
