package org.rfaas.executor.usage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.rfaas.fabric.FabricAddress;
import org.rfaas.lease.CertificateSigner;
import org.rfaas.lease.ClusterKey;
import org.rfaas.lease.LeaseCertificate;
import org.rfaas.lease.LeaseId;
import org.rfaas.lease.SignedCertificate;

@Timeout(240)
class UsageCourierTest {
    @TempDir
    Path parent;

    @Test
    void shouldForgetALeaseWhosePageIsGone() throws IOException {
        Path folder = parent.resolve("usage");
        try (UsageStore store = UsageStore.open(folder)) {
            UsageBox box = store.newBox(1);
            store.note(box, certificate());
            Files.delete(box.page());
        }
        try (UsageStore store = UsageStore.open(folder);
                UsageCourier courier = new UsageCourier(store, Duration.ofHours(1))) {
            assertThat(store.leftBehind()).hasSize(1);
            courier.start();
        }
        assertThat(folder).as("nothing is left in it").doesNotExist();
    }

    private static SignedCertificate certificate() {
        ClusterKey key = ClusterKey.of("0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.US_ASCII));
        return new CertificateSigner(key)
                .sign(new LeaseCertificate(
                        new LeaseId(7),
                        "job",
                        "user",
                        "node",
                        1,
                        new FabricAddress("shm", "/tmp/manager"),
                        1,
                        1 << 30,
                        1_000,
                        61_000));
    }
}
