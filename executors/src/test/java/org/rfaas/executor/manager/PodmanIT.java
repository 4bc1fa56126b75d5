package org.rfaas.executor.manager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.rfaas.client.ExecutorLostException;
import org.rfaas.client.LeasedExecutor;
import org.rfaas.client.RemoteFunctionException;
import org.rfaas.client.ResourceManagerLink;
import org.rfaas.executor.sandbox.Sandbox;
import org.rfaas.executor.sandbox.SandboxException;
import org.rfaas.fabric.FabricSet;
import org.rfaas.fabric.FabricSettings;
import org.rfaas.lease.LeaseRequest;

/** An executor in an image of ours: the C library that the JVM needs, and nothing else. */
@Timeout(300)
class PodmanIT {
    private static final long LEASE_BYTES = 1L << 28;

    @TempDir
    private Path image;

    @Test
    void shouldRunAndConfineAnExecutorInAnImage() throws IOException, InterruptedException {
        buildImage();
        try (Sandbox sandbox = open();
                Cluster cluster = Cluster.in(sandbox);
                FabricSet fabrics = new FabricSet(FabricSettings.DEFAULTS);
                ResourceManagerLink leases =
                        new ResourceManagerLink(fabrics, cluster.resourceManager.address(), Cluster.TIMEOUT)) {
            try (LeasedExecutor executor = lease(fabrics, leases)) {
                assertThat(EscapeAttempts.attempt(executor, "read /etc/os-release"))
                        .isEqualTo("ours");
                assertThat(EscapeAttempts.attempt(executor, "write /tmp/here")).isEqualTo("/tmp/here");
                for (String escape : new String[] {"read /etc/shadow", "write /here", "connect 1", "kill-parent -"}) {
                    assertThatExceptionOfType(RemoteFunctionException.class)
                            .as(escape)
                            .isThrownBy(() -> EscapeAttempts.attempt(executor, escape));
                }
                assertThatExceptionOfType(ExecutorLostException.class)
                        .isThrownBy(() -> EscapeAttempts.attempt(executor, "allocate " + 4 * LEASE_BYTES))
                        .withMessageContaining("more than the 256 MiB of its lease");
            }
            cluster.awaitFreeCores(Cluster.CORES);
        }
    }

    private Sandbox open() {
        try {
            return Sandbox.podman(image);
        } catch (SandboxException e) {
            return Assumptions.abort("no podman to test: " + e.getMessage());
        }
    }

    private static LeasedExecutor lease(FabricSet fabrics, ResourceManagerLink leases) {
        return LeasedExecutor.start(
                fabrics,
                leases,
                leases.lease(new LeaseRequest("job-1", 1, LEASE_BYTES, Cluster.MINUTE)),
                Cluster.allocation(0));
    }

    /** From files of this machine: what ldd says that the JVM loads, and a program that does nothing. */
    private void buildImage() throws IOException, InterruptedException {
        Path jvm = Path.of(System.getProperty("java.home"), "lib", "server", "libjvm.so");
        Path nothing = Path.of("/bin/true").toRealPath();
        Process ldd = new ProcessBuilder("ldd", jvm.toString(), nothing.toString()).start();
        for (String line : new String(ldd.getInputStream().readAllBytes(), StandardCharsets.UTF_8).split("\n", -1)) {
            for (String word : line.trim().split(" ", -1)) {
                if (word.startsWith("/") && !word.endsWith(":")) {
                    copy(Path.of(word));
                }
            }
        }
        assertThat(ldd.waitFor()).isZero();
        Files.createDirectories(image.resolve("etc"));
        Files.writeString(image.resolve("etc/os-release"), "ours");
    }

    private void copy(Path file) throws IOException {
        Path target = image.resolve(file.toString().substring(1));
        Files.createDirectories(target.getParent());
        if (!Files.exists(target)) {
            Files.copy(file.toRealPath(), target);
        }
    }
}
