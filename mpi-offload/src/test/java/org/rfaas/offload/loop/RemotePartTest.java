package org.rfaas.offload.loop;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.rfaas.function.FunctionBundle;
import org.rfaas.offload.kernel.WovenFunction;
import org.rfaas.offload.pool.RemoteWorker;
import org.rfaas.offload.report.Counters;

class RemotePartTest {
    private static final int TRIPS = 1000;
    private static final long TIMEOUT_NS = 1_000_000;

    private final ScriptedWorker port = new ScriptedWorker();
    private final Counters counters = new Counters();
    private final OwnExecution own = new OwnExecution(counters, false, System::nanoTime);
    private final ShippedLoop loop = new ShippedLoop(
            FunctionBundle.of(WovenFunction.class), "Line", new LoopArgument[0], new long[0], new long[0]);
    private final RemotePart part = new RemotePart(new RemoteWorker("1.0", port, counters), loop, own, counters);

    @Test
    void shouldAllowAWorkerThatTurnsOutToBeSlowTheTimeThatItTakes() {
        own.begin(TRIPS);
        port.nsPerIteration = 1_000_000_000;
        port.answersLeft = 1;
        part.begin(0, TRIPS, TIMEOUT_NS / 10.0, TIMEOUT_NS);
        assertThat(part.pump()).isTrue();

        long answeredNs = System.nanoTime();
        while (System.nanoTime() - answeredNs < 3 * TIMEOUT_NS) {
            Thread.onSpinWait();
        }

        part.await(1); // does not take it for lost
        assertThat(part.isFinished()).isFalse();
        port.answersLeft = 1;
        assertThat(part.pump()).isTrue();
        assertThat(part.isFinished()).isTrue();
    }
}
