package org.rfaas.executor.manager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.rfaas.client.InstalledFunction;
import org.rfaas.client.LeasedExecutor;
import org.rfaas.client.RequestRefusedException;
import org.rfaas.client.ResourceManagerLink;
import org.rfaas.client.Slot;
import org.rfaas.client.Worker;
import org.rfaas.executor.process.AotCache;
import org.rfaas.executor.process.CodeCache;
import org.rfaas.executor.process.ExecutorUsage;
import org.rfaas.executor.process.ProcessLauncher;
import org.rfaas.executor.sandbox.Sandbox;
import org.rfaas.fabric.FabricSet;
import org.rfaas.fabric.FabricSettings;
import org.rfaas.function.NativeFunction;
import org.rfaas.function.NativeLibrary;
import org.rfaas.lease.LeaseRequest;

/** Code that one lease has brought to a node is there for the next. */
@Timeout(300)
class NodeCacheTest {
    private static final int LONG_BYTES = 2 << 20;
    private static final long MIB = 1L << 20;

    @TempDir
    private Path folder;

    @Test
    void shouldRunCodeThatIsOnTheNodeAndNotSendItAgain() throws IOException, InterruptedException {
        NativeLibrary library =
                CLibrary.compile(folder, "seven", "unsigned f(void *in, unsigned n, void *out) { return 7; }");
        // an ELF file may have anything at its end
        NativeFunction function =
                NativeLibrary.of(Arrays.copyOf(library.encoded(), LONG_BYTES)).function("f");
        Path kept = folder.resolve("code").resolve(function.key().hex());
        CodeCache cache = CodeCache.open(folder.resolve("code"), 64 * MIB);
        try (Cluster cluster = new Cluster(usages -> new ProcessLauncher(
                        Sandbox.none(),
                        AotCache.none(),
                        Optional.of(cache),
                        new ExecutorUsage(usages, Cluster.CORES)));
                FabricSet fabrics = new FabricSet(FabricSettings.DEFAULTS);
                ResourceManagerLink leases =
                        new ResourceManagerLink(fabrics, cluster.resourceManager.address(), Cluster.TIMEOUT)) {
            // of 129 MiB one is left for data, so the code cannot be sent
            try (LeasedExecutor small = lease(fabrics, leases, 129 * MIB)) {
                assertThatExceptionOfType(RequestRefusedException.class)
                        .isThrownBy(() -> invoke(small.workers().getFirst(), function));
            }
            try (LeasedExecutor large = lease(fabrics, leases, 256 * MIB)) {
                assertThat(invoke(large.workers().getFirst(), function)).isEqualTo(7);
                awaitFile(kept);
            }
            try (LeasedExecutor small = lease(fabrics, leases, 129 * MIB)) {
                assertThat(invoke(small.workers().getFirst(), function)).isEqualTo(7);
            }
        }
    }

    private static LeasedExecutor lease(FabricSet fabrics, ResourceManagerLink leases, long memoryBytes) {
        return LeasedExecutor.start(
                fabrics,
                leases,
                leases.lease(new LeaseRequest("job-1", 1, memoryBytes, Cluster.MINUTE)),
                Cluster.allocation(0));
    }

    private static int invoke(Worker worker, NativeFunction function) {
        InstalledFunction installed = worker.install(function);
        Slot slot = worker.slot(0);
        slot.submit(installed, 0);
        return slot.await(Cluster.TIMEOUT.toNanos());
    }

    private static void awaitFile(Path file) throws InterruptedException {
        long deadlineNs = System.nanoTime() + Cluster.TIMEOUT.toNanos();
        while (!Files.exists(file)) {
            assertThat(System.nanoTime()).isLessThan(deadlineNs);
            Thread.sleep(1);
        }
    }
}
