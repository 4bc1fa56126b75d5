package org.rfaas.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.foreign.ValueLayout;
import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.rfaas.bench.BareExecutor;
import org.rfaas.fabric.Fabric;
import org.rfaas.function.FunctionBundle;
import org.rfaas.function.Invocation;
import org.rfaas.function.RemoteFunction;
import org.rfaas.wire.SlotLayout;

/** A hot invocation allocates nothing on either side. */
class AllocationFreeTest {
    /** Fewer where a round takes long, as under emulation. */
    private static final int ROUNDS = Integer.getInteger("rfaas.test.allocation.rounds", 100_000);

    private static final long TIMEOUT_NS = TimeUnit.MINUTES.toNanos(1);

    /** Answers with the bytes its thread, the worker's, has allocated so far. */
    static final class AllocatedBytes implements RemoteFunction {
        private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

        @Override
        public int invoke(Invocation invocation) {
            invocation.output().set(ValueLayout.JAVA_LONG, 0, threads.getCurrentThreadAllocatedBytes());
            return Long.BYTES;
        }
    }

    @Test
    void shouldAllocateNothingPerHotInvocation() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        try (Fabric fabric = TestFabric.open();
                BareExecutor executor = BareExecutor.start(fabric, 1, new SlotLayout(2, 1024), Long.MAX_VALUE)) {
            Slot slot = executor.worker().slot(0);
            InstalledFunction allocated = executor.worker().install(FunctionBundle.of(AllocatedBytes.class));
            invokeMany(slot, allocated); // compiles both sides
            invokeMany(slot, allocated);
            long remoteBefore = slot.output().get(ValueLayout.JAVA_LONG, 0);
            long localBefore = threads.getCurrentThreadAllocatedBytes();

            invokeMany(slot, allocated);

            long localBytes = threads.getCurrentThreadAllocatedBytes() - localBefore;
            long remoteBytes = slot.output().get(ValueLayout.JAVA_LONG, 0) - remoteBefore;
            // a byte a round would show as 100,000; what remains comes from the JVM's own bookkeeping
            assertThat(localBytes).isLessThan(ROUNDS / 10);
            assertThat(remoteBytes).isLessThan(ROUNDS / 10);
        }
    }

    private static void invokeMany(Slot slot, InstalledFunction function) {
        for (int i = 0; i < ROUNDS; i++) {
            slot.submit(function, 64);
            slot.await(TIMEOUT_NS);
        }
    }
}
