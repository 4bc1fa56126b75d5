package org.rfaas.offload.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.rfaas.function.FunctionBundle;
import org.rfaas.offload.DefaultOptions;
import org.rfaas.offload.OffloadMode;
import org.rfaas.offload.OffloadOptions;
import org.rfaas.offload.kernel.WovenFunction;
import org.rfaas.offload.pool.RemoteWorker;
import org.rfaas.offload.pool.WorkerPool;
import org.rfaas.offload.report.Counters;
import org.rfaas.offload.worker.FakeSource;

@Timeout(60)
class LoopMembersTest {
    private static final long TIMEOUT_NS = 10_000_000_000L;

    private final OffloadOptions options =
            DefaultOptions.of(new OffloadMode.Auto()).withWorkers(2);
    private final Counters counters = new Counters();
    private final FakeSource source = new FakeSource(new ScriptedWorker(), new ScriptedWorker());
    private final OwnExecution own = new OwnExecution(counters, false, System::nanoTime);
    private final ShippedLoop loop = new ShippedLoop(
            FunctionBundle.of(WovenFunction.class), "Line", new LoopArgument[0], new long[0], new long[0]);

    /** An earlier loop has met them, and does not run any more. */
    @Test
    void shouldLoseWorkersThatOnlyAnotherLoopHasMet() throws InterruptedException {
        try (WorkerPool pool = new WorkerPool(options, source, counters)) {
            LoopMembers earlier = new LoopMembers(new LoopContext(options, pool, counters), loop, own);
            LoopMembers later = new LoopMembers(new LoopContext(options, pool, counters), loop, own);
            pool.start();
            pool.awaitWorkers(TIMEOUT_NS);
            earlier.follow();
            List<RemoteWorker> met = pool.workers();

            source.endLeases();
            while (!pool.workers().isEmpty()) {
                Thread.sleep(10);
            }
            later.follow();

            assertThat(met).hasSize(2).allMatch(RemoteWorker::isLost);
        }
    }

    @Test
    void shouldTellOfWorkersThatCameAndNotOfThoseThatAreLeft() {
        try (WorkerPool pool = new WorkerPool(options, source, counters)) {
            LoopMembers members = new LoopMembers(new LoopContext(options, pool, counters), loop, own);
            pool.start();
            pool.awaitWorkers(TIMEOUT_NS);
            members.follow();
            assertThat(members.list()).hasSize(2);
            assertThat(members.takeNew()).isTrue();
            assertThat(members.takeNew()).isFalse();

            pool.workers().getFirst().lose();
            pool.dropLost();
            members.follow();

            assertThat(members.list()).hasSize(1);
            assertThat(members.takeNew()).isFalse();
        }
    }
}
