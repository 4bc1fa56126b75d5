package org.rfaas.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.rfaas.bench.BareExecutor;
import org.rfaas.executor.pipe.FunctionRules;
import org.rfaas.fabric.CompletionWaiter;
import org.rfaas.fabric.Fabric;
import org.rfaas.function.FunctionBundle;
import org.rfaas.wire.SlotLayout;

/** What the operating system says of an executor's worker threads, see proc(5). */
class WorkerThreadsTest {
    private static final SlotLayout LAYOUT = new SlotLayout(2, 4096);
    private static final long HOT_NS = TimeUnit.MILLISECONDS.toNanos(20);
    private static final long TIMEOUT_NS = 10 * HOT_NS;

    /** An idle minute with -Drfaas.test.idle-seconds=60. */
    private static final int IDLE_SECONDS = Integer.getInteger("rfaas.test.idle-seconds", 4);

    private static void invoke(BareExecutor executor, int times) {
        for (Worker worker : executor.connection().workers()) {
            InstalledFunction increment = worker.install(FunctionBundle.of(TestFunctions.Increment.class));
            for (int i = 0; i < times; i++) {
                worker.invoke(
                        increment,
                        MemorySegment.ofArray(new byte[8]),
                        MemorySegment.ofArray(new byte[8]),
                        Duration.ofSeconds(20));
            }
        }
    }

    private static List<Path> workerThreads(BareExecutor executor) throws IOException {
        List<Path> workers = new ArrayList<>();
        try (var threads = Files.newDirectoryStream(
                Path.of("/proc", String.valueOf(executor.process().pid()), "task"))) {
            for (Path thread : threads) {
                if (Files.readString(thread.resolve("comm")).startsWith("worker-")) {
                    workers.add(thread);
                }
            }
        }
        return workers;
    }

    /** Time on a processor, of all worker threads together. */
    private static long runNs(BareExecutor executor) throws IOException {
        long sumNs = 0;
        for (Path thread : workerThreads(executor)) {
            sumNs +=
                    Long.parseLong(Files.readString(thread.resolve("schedstat")).split(" ", 2)[0]);
        }
        return sumNs;
    }

    @Test
    void shouldUseNoProcessorTimeWhenIdle() throws IOException, InterruptedException {
        try (Fabric fabric = TestFabric.open();
                BareExecutor warm = BareExecutor.start(fabric, 2, LAYOUT, 0);
                BareExecutor hot = BareExecutor.start(fabric, 2, LAYOUT, HOT_NS);
                BareExecutor adaptive = BareExecutor.start(fabric, 2, LAYOUT, CompletionWaiter.ADAPTIVE)) {
            List<BareExecutor> executors = List.of(warm, hot, adaptive);
            for (BareExecutor executor : executors) {
                invoke(executor, 1000);
                assertThat(workerThreads(executor)).hasSize(2);
            }
            TimeUnit.MILLISECONDS.sleep(500); // the hot timeout and more: what is measured is the time after it
            List<Long> beforeNs = new ArrayList<>();
            for (BareExecutor executor : executors) {
                beforeNs.add(runNs(executor));
            }

            TimeUnit.SECONDS.sleep(IDLE_SECONDS);

            for (int i = 0; i < executors.size(); i++) {
                // one look a second whether they were stopped is all they do
                assertThat(runNs(executors.get(i)) - beforeNs.get(i))
                        .isLessThan(TimeUnit.SECONDS.toNanos(IDLE_SECONDS) / 200);
            }
        }
    }

    @Test
    void shouldPollForTheHotTimeoutAfterEachInvocationAndNotLonger() throws IOException, InterruptedException {
        try (Fabric fabric = TestFabric.open();
                BareExecutor executor = BareExecutor.start(fabric, 1, LAYOUT, TIMEOUT_NS)) {
            invoke(executor, 1000);
            TimeUnit.MILLISECONDS.sleep(500);
            long beforeNs = runNs(executor);

            // idle time counts from the last invocation, so these two, half a timeout apart, poll for one and a half
            invoke(executor, 1);
            long betweenNs = -System.nanoTime();
            TimeUnit.NANOSECONDS.sleep(TIMEOUT_NS / 2);
            betweenNs += System.nanoTime();
            invoke(executor, 1);
            TimeUnit.MILLISECONDS.sleep(1000);

            // not a latency: how long it polls. Less when others want the processor, as polling yields
            long longestNs = Math.min(betweenNs, TIMEOUT_NS) + TIMEOUT_NS;
            assertThat(runNs(executor) - beforeNs).isBetween(TIMEOUT_NS / 10, longestNs + TIMEOUT_NS / 4);
        }
    }

    @Test
    void shouldPinEachWorkerToItsProcessor() throws IOException {
        int cpu = firstAllowedCpu();
        FunctionRules rules = new FunctionRules(1 << 20, false, Long.MAX_VALUE, List.of(cpu, cpu));
        try (Fabric fabric = TestFabric.open();
                BareExecutor executor = BareExecutor.start(fabric, 2, LAYOUT, HOT_NS, Long.MAX_VALUE, rules)) {
            invoke(executor, 1);
            for (Path worker : workerThreads(executor)) {
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
