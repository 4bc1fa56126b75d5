package org.rfaas.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.rfaas.bench.BareExecutor;
import org.rfaas.fabric.CompletionWaiter;
import org.rfaas.fabric.Fabric;
import org.rfaas.wire.SlotLayout;

/** Workers that have nothing to do for a minute. Runs beside all others: it only looks at the first and the last moment. */
@Execution(ExecutionMode.CONCURRENT)
class IdleWorkersIT {
    private static final SlotLayout LAYOUT = new SlotLayout(2, 4096);
    private static final long HOT_NS = TimeUnit.MILLISECONDS.toNanos(20);
    private static final int IDLE_SECONDS = 60;

    @Test
    void shouldUseNoProcessorTimeWhenIdleForAMinute() throws IOException, InterruptedException {
        try (Fabric fabric = TestFabric.open();
                BareExecutor warm = BareExecutor.start(fabric, 2, LAYOUT, 0);
                BareExecutor hot = BareExecutor.start(fabric, 2, LAYOUT, HOT_NS);
                BareExecutor adaptive = BareExecutor.start(fabric, 2, LAYOUT, CompletionWaiter.ADAPTIVE)) {
            List<BareExecutor> executors = List.of(warm, hot, adaptive);
            for (BareExecutor executor : executors) {
                WorkerThreads.invoke(executor, 1000);
                assertThat(WorkerThreads.of(executor)).hasSize(2);
            }
            TimeUnit.MILLISECONDS.sleep(500); // the hot timeout and more: what is measured is the time after it
            List<Long> beforeNs = new ArrayList<>();
            for (BareExecutor executor : executors) {
                beforeNs.add(WorkerThreads.runNs(executor));
            }

            TimeUnit.SECONDS.sleep(IDLE_SECONDS);

            for (int i = 0; i < executors.size(); i++) {
                // one look a second whether they were stopped is all they do
                assertThat(WorkerThreads.runNs(executors.get(i)) - beforeNs.get(i))
                        .isLessThan(TimeUnit.SECONDS.toNanos(IDLE_SECONDS) / 200);
            }
        }
    }
}
