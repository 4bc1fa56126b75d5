package org.rfaas.manager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.rfaas.fabric.Fabric;
import org.rfaas.fabric.FabricException;
import org.rfaas.fabric.Fabrics;
import org.rfaas.lease.Leases;

@Timeout(240)
class StateLockTest {
    private static final Duration TIMEOUT = Duration.ofMinutes(1);

    @TempDir
    Path directory;

    private ResourceManager start(Fabric fabric) {
        return start(fabric, "");
    }

    private ResourceManager start(Fabric fabric, String listenAt) {
        return ResourceManager.start(
                fabric,
                listenAt,
                new ManagerSetup(
                        Leases.key("cluster"),
                        new LeaseTerms(Duration.ofHours(1), Duration.ofSeconds(5)),
                        InstantSource.system(),
                        TIMEOUT,
                        Optional::empty,
                        Optional.of(directory)));
    }

    @Test
    void shouldKeepASecondResourceManagerFromTheSameDirectory() throws Exception {
        try (Fabric fabric = Fabrics.open("shm")) {
            ResourceManager first = start(fabric);
            byte[] journal = Files.readAllBytes(directory.resolve("leases.journal"));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> start(fabric))
                    .withMessageContaining("another resource manager")
                    .withMessageContaining("manager.state-directory");
            assertThat(directory.resolve("leases.journal")).hasBinaryContent(journal);
            first.close();
            start(fabric).close();
        }
    }

    @Test
    void shouldReadNothingOfADirectoryThatIsAnothers() throws Exception {
        try (Fabric fabric = Fabrics.open("shm");
                ResourceManager first = start(fabric)) {
            assertThat(first.address()).isNotNull();
            Files.writeString(directory.resolve("nodes"), "half a li");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> start(fabric))
                    .withMessageContaining("another resource manager");
        }
    }

    @Test
    void shouldGiveTheDirectoryUpWhenItCannotServe() {
        try (Fabric fabric = Fabrics.open("shm")) {
            assertThatExceptionOfType(FabricException.class).isThrownBy(() -> start(fabric, "no absolute path"));
            start(fabric).close();
        }
    }
}
