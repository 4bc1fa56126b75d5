package org.rfaas.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.rfaas.bench.BareExecutor;
import org.rfaas.fabric.Fabric;
import org.rfaas.wire.SlotLayout;

/** How long an executor's worker threads poll, and where they run. */
class WorkerThreadsTest {
    private static final SlotLayout LAYOUT = new SlotLayout(2, 4096);
    private static final long HOT_NS = TimeUnit.MILLISECONDS.toNanos(20);
    private static final long TIMEOUT_NS = 10 * HOT_NS;

    /** On two cores, others may want both for many seconds. */
    private static final int ATTEMPTS = 30;

    /** Many times what the invocations themselves take, and little enough for a worker that yields to others. */
    private static final long SOME_POLLING_NS = TIMEOUT_NS / 40;

    @Test
    void shouldPollAfterAnInvocationAndNotLongerThanTheHotTimeout() throws IOException, InterruptedException {
        try (Fabric fabric = TestFabric.open();
                BareExecutor executor = BareExecutor.start(fabric, 1, LAYOUT, TIMEOUT_NS)) {
            WorkerThreads.invoke(executor, 1000);
            TimeUnit.MILLISECONDS.sleep(500);

            long mostNs = 0;
            for (int attempt = 0; attempt < ATTEMPTS && mostNs < SOME_POLLING_NS; attempt++) {
                mostNs = Math.max(mostNs, runNsOfTwoInvocations(executor));
            }
            assertThat(mostNs)
                    .as("less when others want the processor, but not each time")
                    .isGreaterThanOrEqualTo(SOME_POLLING_NS);
        }
    }

    /** Idle time counts from the last invocation, so these two, half a timeout apart, poll for one and a half at most. */
    private static long runNsOfTwoInvocations(BareExecutor executor) throws IOException, InterruptedException {
        long beforeNs = WorkerThreads.runNs(executor);
        long betweenNs = -System.nanoTime(); // its worker may be idle long before we hear of the answer
        WorkerThreads.invoke(executor, 1);
        TimeUnit.NANOSECONDS.sleep(TIMEOUT_NS / 2);
        betweenNs += System.nanoTime();
        WorkerThreads.invoke(executor, 1);
        TimeUnit.MILLISECONDS.sleep(1000);

        long ranNs = WorkerThreads.runNs(executor) - beforeNs;
        assertThat(ranNs).isLessThanOrEqualTo(Math.min(betweenNs, TIMEOUT_NS) + TIMEOUT_NS + TIMEOUT_NS / 4);
        return ranNs;
    }

    @Test
    void shouldPinEachWorkerToItsProcessor() throws IOException {
        int cpu = firstAllowedCpu();
        try (Fabric fabric = TestFabric.open();
                BareExecutor executor =
                        BareExecutor.start(fabric, 2, LAYOUT, HOT_NS, Long.MAX_VALUE, List.of(cpu, cpu))) {
            WorkerThreads.invoke(executor, 1);
            for (Path worker : WorkerThreads.of(executor)) {
                assertThat(Files.readString(worker.resolve("status"))).contains("Cpus_allowed_list:\t" + cpu + "\n");
            }
        }
    }

    private static int firstAllowedCpu() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("Cpus_allowed_list:"))
                .map(line -> line.replaceAll("^[^0-9]*([0-9]+).*", "$1"))
                .mapToInt(Integer::parseInt)
                .findFirst()
                .orElseThrow();
    }
}
