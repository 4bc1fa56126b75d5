package org.rfaas.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.lang.foreign.ValueLayout;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.rfaas.bench.BareExecutor;
import org.rfaas.executor.pipe.ExecutorCommand;
import org.rfaas.fabric.Fabric;
import org.rfaas.function.FunctionBundle;
import org.rfaas.lease.EndReason;
import org.rfaas.wire.SlotLayout;

/** What a client sees when its executor dies or its lease ends. */
class ExecutorLossTest {
    private static final long TIMEOUT_NS = TimeUnit.MINUTES.toNanos(1);

    private Fabric fabric;
    private BareExecutor executor;

    @BeforeEach
    void startExecutor() {
        fabric = TestFabric.open();
        executor = BareExecutor.start(fabric, 1, new SlotLayout(2, 1024), Long.MAX_VALUE);
    }

    @AfterEach
    void stopExecutor() {
        executor.close();
        fabric.close();
    }

    private Slot submitSleep(int slot, long milliseconds) {
        InstalledFunction sleeping = executor.worker().install(FunctionBundle.of(TestFunctions.Sleeping.class));
        Slot taken = executor.worker().slot(slot);
        taken.input().set(ValueLayout.JAVA_LONG, 0, milliseconds);
        taken.submit(sleeping, Long.BYTES);
        return taken;
    }

    @Test
    void shouldNoticeAKilledExecutor() {
        Slot slot = submitSleep(0, 60_000);
        executor.process().destroyForcibly();
        long startNs = System.nanoTime();

        assertThatExceptionOfType(ExecutorLostException.class).isThrownBy(() -> slot.await(TIMEOUT_NS));

        assertThat(Duration.ofNanos(System.nanoTime() - startNs))
                .isLessThan(Duration.ofSeconds(Integer.getInteger("rfaas.test.notice.seconds", 10)));
        assertThat(executor.connection().isConnected()).isFalse();
    }

    @Test
    void shouldFailTheNextInvocationAfterALoss() throws InterruptedException {
        InstalledFunction increment = executor.worker().install(FunctionBundle.of(TestFunctions.Increment.class));
        executor.process().destroyForcibly().waitFor();
        Slot slot = executor.worker().slot(0);

        assertThatExceptionOfType(ExecutorLostException.class).isThrownBy(() -> {
            slot.submit(increment, 0);
            slot.await(TIMEOUT_NS);
        });
    }

    @Test
    void shouldFinishWhatRunsAndAnswerLeaseEndedToTheRest() throws InterruptedException {
        Slot running = submitSleep(0, 1500);
        TimeUnit.MILLISECONDS.sleep(300); // lets it start: what is queued when the lease ends is not run
        executor.command(new ExecutorCommand.End(EndReason.EXPIRED, 20_000));
        TimeUnit.MILLISECONDS.sleep(300); // lets the command arrive before the next invocation

        Slot late = submitSleepWhileEnding();

        assertThat(running.await(TIMEOUT_NS)).isZero();
        assertThatExceptionOfType(LeaseEndedException.class).isThrownBy(() -> late.await(TIMEOUT_NS));
    }

    private Slot submitSleepWhileEnding() {
        Slot late = executor.worker().slot(1);
        late.submit(executor.worker().install(FunctionBundle.of(TestFunctions.Sleeping.class)), Long.BYTES);
        return late;
    }

    @Test
    void shouldExitWhenItsManagerIsGone() throws Exception {
        executor.process().getOutputStream().close();

        assertThat(executor.process().waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(executor.process().exitValue()).isZero();
    }

    @Test
    void shouldExitWhenItsClientDisconnects() throws Exception {
        executor.connection().close();

        assertThat(executor.process().waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(executor.process().exitValue()).isZero();
    }
}
