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
import org.rfaas.hosts.Allocation;
import org.rfaas.wire.SlotLayout;

/** A hot invocation allocates nothing on either side. */
class AllocationFreeTest {
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
        try (Fabric fabric = TestFabric.open();
                BareExecutor executor = BareExecutor.start(fabric, 1, new SlotLayout(2, 1024), Long.MAX_VALUE)) {
            Slot slot = executor.worker().slot(0);
            InstalledFunction allocated = executor.worker().install(FunctionBundle.of(AllocatedBytes.class));
            for (int i = 0; i < Allocation.ROUNDS; i++) {
                invoke(slot, allocated); // compiles both sides
            }

            assertThat(Allocation.bytesARound(Allocation.ROUNDS, () -> invoke(slot, allocated)))
                    .as("bytes a round here")
                    .isZero();
            assertThat(Allocation.bytesARound(
                            () -> slot.output().get(ValueLayout.JAVA_LONG, 0),
                            Allocation.ROUNDS,
                            () -> invoke(slot, allocated)))
                    .as("bytes a round at the worker")
                    .isZero();
        }
    }

    private static void invoke(Slot slot, InstalledFunction function) {
        slot.submit(function, 64);
        slot.await(TIMEOUT_NS);
    }
}
