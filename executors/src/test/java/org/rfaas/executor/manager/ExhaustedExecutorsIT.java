package org.rfaas.executor.manager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.rfaas.client.LeasedExecutor;
import org.rfaas.client.RemoteFunctionException;
import org.rfaas.client.ResourceManagerLink;
import org.rfaas.client.Slot;
import org.rfaas.client.Worker;
import org.rfaas.executor.sandbox.Sandbox;
import org.rfaas.fabric.FabricSet;
import org.rfaas.fabric.FabricSettings;
import org.rfaas.function.FunctionBundle;
import org.rfaas.lease.LeaseRequest;

/** Java functions that use up what their executor has: the client hears of what, and the lease ends when it should. */
@Timeout(300)
class ExhaustedExecutorsIT {
    private static Sandbox sandbox;
    private static Cluster cluster;
    private static FabricSet fabrics;
    private static ResourceManagerLink leases;

    @BeforeAll
    static void start() {
        sandbox = Sandbox.bubblewrapIfPossible();
        cluster = Cluster.in(sandbox);
        fabrics = new FabricSet(FabricSettings.DEFAULTS);
        leases = new ResourceManagerLink(fabrics, cluster.resourceManager.address(), Cluster.TIMEOUT);
    }

    @AfterAll
    static void close() {
        leases.close();
        fabrics.close();
        cluster.close();
        sandbox.close();
    }

    private static LeasedExecutor lease() {
        return LeasedExecutor.start(
                fabrics,
                leases,
                leases.lease(new LeaseRequest("job-1", 1, 1L << 28, Cluster.LONG)),
                Cluster.allocation(0));
    }

    private static void exhaust(LeasedExecutor executor, String what) {
        Worker worker = executor.workers().getFirst();
        var function = worker.install(FunctionBundle.of(Exhaustion.class));
        Slot slot = worker.slot(0);
        byte[] input = what.getBytes(StandardCharsets.UTF_8);
        slot.input().asSlice(0, input.length).copyFrom(MemorySegment.ofArray(input));
        slot.submit(function, input.length);
        assertThat(slot.await(Cluster.TIMEOUT.toNanos())).isZero();
    }

    @ParameterizedTest
    @CsvSource({"heap, OutOfMemoryError", "stack, StackOverflowError", "heap for good, OutOfMemoryError"})
    void shouldTellOfWhatIsUsedUpAndGoOn(String what, String error) {
        try (LeasedExecutor executor = lease()) {
            exhaust(executor, "nothing");
            for (int i = 0; i < 3; i++) {
                assertThatExceptionOfType(RemoteFunctionException.class)
                        .isThrownBy(() -> exhaust(executor, what))
                        .satisfies(e -> assertThat(e.remoteType()).isEqualTo("java.lang." + error));
            }
            if (!what.equals("heap for good")) {
                exhaust(executor, "nothing");
            }
            assertThat(executor.ending()).isEmpty();
        }
        cluster.awaitFreeCores(Cluster.CORES);
    }

    @Test
    void shouldNotHaveALineAsLongAsASlot() {
        try (LeasedExecutor executor = lease()) {
            assertThatExceptionOfType(RemoteFunctionException.class)
                    .isThrownBy(() -> exhaust(executor, "words"))
                    .satisfies(e -> {
                        assertThat(e.remoteMessage()).hasSize(Exhaustion.WORDS);
                        assertThat(e.getMessage()).hasSizeLessThan(1200).endsWith("w …");
                    });
        }
    }

    @Test
    void shouldEndThreadsThatAFunctionLeavesWithTheLease() {
        try (LeasedExecutor executor = lease()) {
            exhaust(executor, "threads");
            exhaust(executor, "nothing");
        }
        cluster.awaitFreeCores(Cluster.CORES);
    }
}
