package org.rfaas.executor;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.rfaas.accounting.UsageRow;
import org.rfaas.executor.pipe.FunctionRules;
import org.rfaas.executor.usage.UsagePage;
import org.rfaas.executor.usage.UsageStore;
import org.rfaas.fabric.CompletionQueue;
import org.rfaas.fabric.Fabric;
import org.rfaas.fabric.Fabrics;
import org.rfaas.fabric.PostResult;
import org.rfaas.fabric.QueuePair;
import org.rfaas.fabric.WorkCompletion;
import org.rfaas.wire.SlotLayout;

/** A worker whose client sends nothing. */
@Timeout(240)
class WorkerAgentTest {
    private static final long SLEEP_NS = TimeUnit.MILLISECONDS.toNanos(200);

    @TempDir
    private Path folder;

    /** Stays empty; a sleep at it takes a while. */
    private static final class EmptyQueue implements CompletionQueue {
        private final AtomicLong polls = new AtomicLong();
        private final AtomicLong sleeps = new AtomicLong();

        @Override
        public boolean poll(WorkCompletion into) {
            polls.incrementAndGet();
            return false;
        }

        @Override
        public boolean await(WorkCompletion into, long timeoutNs) {
            long endNs = System.nanoTime() + SLEEP_NS;
            while (System.nanoTime() < endNs) {
                LockSupport.parkNanos(endNs - System.nanoTime());
            }
            sleeps.incrementAndGet();
            return false;
        }

        @Override
        public void wakeUp() {}

        @Override
        public void close() {}
    }

    @Test
    void shouldNotBillItsSleepAsPolling() throws Exception {
        EmptyQueue queue = new EmptyQueue();
        long polledNs = polledNs(queue, 0, () -> queue.sleeps.get() >= 4);
        assertThat(polledNs).isLessThan(4 * SLEEP_NS);
    }

    @Test
    void shouldBillItsPolling() throws Exception {
        EmptyQueue queue = new EmptyQueue();
        long polledNs = polledNs(queue, Long.MAX_VALUE, () -> queue.polls.get() >= 100_000);
        assertThat(polledNs).isPositive();
        assertThat(queue.sleeps).hasValue(0);
    }

    /** What is on the bill of a worker that serves until this is so. */
    private long polledNs(EmptyQueue queue, long hotTimeoutNs, BooleanSupplier isEnough) throws Exception {
        try (Fabric fabric = Fabrics.open("shm");
                UsageStore usages = UsageStore.open(folder.resolve("usages"))) {
            Path file = usages.newBox(1).page();
            try (UsagePage page = UsagePage.openToWrite(file);
                    DeadlineWatch deadlines = new DeadlineWatch(List.of(), _ -> {})) {
                FunctionTable table = new FunctionTable(new NoManager(), Long.MAX_VALUE);
                WorkerAgent agent = new WorkerAgent(
                        "worker-0",
                        idle(),
                        queue,
                        new WorkerSlot[0],
                        new SlotLayout(1, SlotLayout.MIN_SLOT_BYTES),
                        new FunctionRunner(
                                table,
                                new SystemFunctions(
                                        table,
                                        new ResidentBuffers(fabric, new DataMemory(0)),
                                        FunctionRules.none(),
                                        deadlines)),
                        page.meter(0),
                        hotTimeoutNs);
                Thread worker = Thread.ofPlatform().start(agent);
                while (!isEnough.getAsBoolean()) {
                    TimeUnit.MILLISECONDS.sleep(1);
                }
                agent.stop();
                worker.join();
            }
            MemorySegment row = Arena.ofAuto().allocate(UsageRow.BYTES, UsageRow.BYTES);
            row.copyFrom(MemorySegment.ofArray(Files.readAllBytes(file)));
            return UsageRow.read(row, 0).hotPollingNs();
        }
    }

    /** Connected, to somebody who posts nothing. */
    private static QueuePair idle() {
        return (QueuePair) Proxy.newProxyInstance(
                WorkerAgentTest.class.getClassLoader(),
                new Class<?>[] {QueuePair.class},
                (_, method, _) -> method.getName().equals("isConnected") ? (Object) true : PostResult.POSTED);
    }
}
