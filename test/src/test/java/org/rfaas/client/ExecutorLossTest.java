package org.rfaas.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
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
    void shouldFinishWhatRunsAndAnswerLeaseEndedToTheRest(@TempDir Path folder) throws InterruptedException {
        InstalledFunction increment = executor.worker().install(FunctionBundle.of(TestFunctions.Increment.class));
        Slot running = submitAnnounced(folder.resolve("runs"));
        executor.command(new ExecutorCommand.End(EndReason.EXPIRED, 20_000)); // arrives while it runs

        Slot late = executor.worker().slot(1);
        late.submit(increment, Integer.BYTES);

        assertThat(running.await(TIMEOUT_NS)).isZero();
        assertThatExceptionOfType(LeaseEndedException.class).isThrownBy(() -> late.await(TIMEOUT_NS));
    }

    /** Returns when it runs, which takes seconds: what is queued when the lease ends is not run. */
    private Slot submitAnnounced(Path announcement) throws InterruptedException {
        InstalledFunction announced = executor.worker().install(FunctionBundle.of(TestFunctions.Announced.class));
        byte[] name = announcement.toString().getBytes(StandardCharsets.UTF_8);
        Slot taken = executor.worker().slot(0);
        MemorySegment.copy(name, 0, taken.input(), ValueLayout.JAVA_BYTE, 0, name.length);
        taken.submit(announced, name.length);
        long startNs = System.nanoTime();
        while (!Files.exists(announcement)) {
            assertThat(System.nanoTime() - startNs).isLessThan(TIMEOUT_NS);
            TimeUnit.MILLISECONDS.sleep(5);
        }
        return taken;
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
