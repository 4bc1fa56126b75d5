package org.rfaas.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.rfaas.bench.BareExecutor;
import org.rfaas.fabric.Fabric;
import org.rfaas.fabric.PointerlessFabric;
import org.rfaas.function.FunctionBundle;
import org.rfaas.function.FunctionKey;
import org.rfaas.function.RemoteFunction;
import org.rfaas.wire.SlotLayout;

/** Invocations on a real executor process. */
class InvocationTest {
    private static final int SLOT_BYTES = 4096;
    private static final Duration TIMEOUT = Duration.ofMinutes(1);

    /** More than a worker has room for at first. */
    private static final int MANY_FUNCTIONS = 20;

    private static Fabric fabric;
    private static BareExecutor executor;
    private static BareExecutor withoutPointers;

    @BeforeAll
    static void startExecutor() {
        fabric = TestFabric.open();
        executor = BareExecutor.start(fabric, 2, new SlotLayout(4, SLOT_BYTES), 1_000_000);
        withoutPointers =
                BareExecutor.start(new PointerlessFabric(fabric), 1, new SlotLayout(4, SLOT_BYTES), 1_000_000);
    }

    @AfterAll
    static void stopExecutor() {
        withoutPointers.close();
        executor.close();
        fabric.close();
    }

    private static InstalledFunction install(Class<? extends RemoteFunction> function) {
        return executor.worker().install(FunctionBundle.of(function));
    }

    @Test
    void shouldRunAFunctionOnWhatTheClientWrote() {
        byte[] output = new byte[3];

        int bytes = executor.worker()
                .invoke(
                        install(TestFunctions.Increment.class),
                        MemorySegment.ofArray(new byte[] {1, 2, 127}),
                        MemorySegment.ofArray(output),
                        TIMEOUT);

        assertThat(bytes).isEqualTo(3);
        assertThat(output).containsExactly(2, 3, -128);
    }

    @Test
    void shouldKeepAllSlotsOfAWorkerApartWhenTheyAreInFlightTogether() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        Worker worker = executor.worker();
        InstalledFunction increment = install(TestFunctions.Increment.class);
        for (int round = 0; round < 500; round++) {
            byte[][] sent = new byte[worker.slots()][];
            for (int i = 0; i < worker.slots(); i++) {
                sent[i] = new byte[random.nextInt(SLOT_BYTES + 1)];
                random.nextBytes(sent[i]);
                MemorySegment.copy(sent[i], 0, worker.slot(i).input(), ValueLayout.JAVA_BYTE, 0, sent[i].length);
                worker.slot(i).submit(increment, sent[i].length);
            }
            for (int i = worker.slots() - 1; i >= 0; i--) {
                int bytes = worker.slot(i).await(TIMEOUT.toNanos());
                for (int at = 0; at < sent[i].length; at++) {
                    sent[i][at]++;
                }
                assertThat(worker.slot(i).output().asSlice(0, bytes).toArray(ValueLayout.JAVA_BYTE))
                        .as("slot %d of round %d, seed %d", i, round, seed)
                        .isEqualTo(sent[i]);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldBringBackWhatAFunctionChangedInItsInput(boolean pointers) {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        Worker worker = (pointers ? executor : withoutPointers).worker();
        InstalledFunction increment = worker.install(FunctionBundle.of(TestFunctions.IncrementInPlace.class));
        int kept = TestFunctions.IncrementInPlace.KEPT;
        for (int round = 0; round < 300; round++) {
            byte[][] sent = new byte[worker.slots()][];
            for (int i = 0; i < worker.slots(); i++) {
                sent[i] = new byte[random.nextInt(2 * kept, SLOT_BYTES + 1)];
                random.nextBytes(sent[i]);
                MemorySegment.copy(sent[i], 0, worker.slot(i).input(), ValueLayout.JAVA_BYTE, 0, sent[i].length);
                worker.slot(i).submit(increment, sent[i].length);
            }
            for (int i = worker.slots() - 1; i >= 0; i--) {
                assertThat(worker.slot(i).await(TIMEOUT.toNanos())).isEqualTo(Integer.BYTES);
                assertThat(worker.slot(i).output().get(ValueLayout.JAVA_INT, 0)).isEqualTo(sent[i].length - 2 * kept);
                for (int at = kept; at < sent[i].length - kept; at++) {
                    sent[i][at]++;
                }
                assertThat(worker.slot(i).input().asSlice(0, sent[i].length).toArray(ValueLayout.JAVA_BYTE))
                        .as("slot %d of round %d, seed %d", i, round, seed)
                        .isEqualTo(sent[i]);
            }
        }
    }

    @Test
    void shouldShipCodeOnceForAllWorkersOfAnExecutor() {
        FunctionBundle bundle = FunctionBundle.of(TestFunctions.Increment.class);

        InstalledFunction onFirst = executor.connection().workers().get(0).install(bundle);
        InstalledFunction onSecond = executor.connection().workers().get(1).install(bundle);

        assertThat(onSecond).isEqualTo(onFirst);
    }

    @Test
    void shouldRunEachOfManyFunctionsOfAWorker() {
        Worker worker = executor.worker();
        FunctionBundle bundle = FunctionBundle.of(TestFunctions.Increment.class);
        List<InstalledFunction> functions = new ArrayList<>();
        for (int minutes = 1; minutes <= MANY_FUNCTIONS; minutes++) {
            functions.add(worker.install(bundle, Duration.ofMinutes(minutes))); // each deadline makes another function
        }
        assertThat(functions).doesNotHaveDuplicates();

        for (InstalledFunction function : functions.reversed()) {
            byte[] output = new byte[1];
            int bytes = worker.invoke(
                    function, MemorySegment.ofArray(new byte[] {1}), MemorySegment.ofArray(output), TIMEOUT);
            assertThat(bytes).isEqualTo(1);
            assertThat(output).containsExactly(2);
        }
    }

    @Test
    void shouldReportAnExceptionWithMessageAndRemoteStackTrace() {
        InstalledFunction failing = install(TestFunctions.Failing.class);
        Slot slot = executor.worker().slot(0);

        slot.submit(failing, 7);

        assertThatExceptionOfType(RemoteFunctionException.class)
                .isThrownBy(() -> slot.await(TIMEOUT.toNanos()))
                .satisfies(thrown -> {
                    assertThat(thrown.remoteType()).isEqualTo("java.lang.ArithmeticException");
                    assertThat(thrown.remoteMessage()).isEqualTo("input has 7 bytes, which is no good");
                    assertThat(thrown.remoteStackTrace()).contains("TestFunctions$Failing.invoke(TestFunctions.java:");
                });
    }

    @Test
    void shouldReportAnUnknownFunction() {
        Slot slot = executor.worker().slot(0);

        slot.submit(new InstalledFunction(12_345, FunctionKey.of(new byte[0]), ""), 0);

        assertThatExceptionOfType(UnknownFunctionException.class).isThrownBy(() -> slot.await(TIMEOUT.toNanos()));
    }

    @Test
    void shouldReportAnUnknownSystemFunction() {
        Slot slot = executor.worker().slot(0);

        slot.submit(-77, 0);

        assertThatExceptionOfType(UnknownFunctionException.class).isThrownBy(() -> slot.await(TIMEOUT.toNanos()));
    }

    @Test
    void shouldRefuseAnInputThatDoesNotFit() {
        InstalledFunction increment = install(TestFunctions.Increment.class);

        assertThatExceptionOfType(PayloadTooLargeException.class)
                .isThrownBy(() -> executor.worker().slot(0).submit(increment, SLOT_BYTES + 1))
                .withMessageContaining("executor.slot-bytes");
    }

    @Test
    void shouldReportAnOutputThatDoesNotFit() {
        InstalledFunction boastful = install(TestFunctions.Boastful.class);
        Slot slot = executor.worker().slot(0);

        slot.submit(boastful, 0);

        assertThatExceptionOfType(PayloadTooLargeException.class).isThrownBy(() -> slot.await(TIMEOUT.toNanos()));
    }

    @Test
    void shouldReportThatAFunctionReturnsMoreInputThanItHas() {
        InstalledFunction boastful = install(TestFunctions.ReturnsTooMuch.class);
        Slot slot = executor.worker().slot(0);
        slot.submit(boastful, 7);

        assertThatExceptionOfType(RemoteFunctionException.class)
                .isThrownBy(() -> slot.await(TIMEOUT.toNanos()))
                .satisfies(
                        thrown -> assertThat(thrown.remoteType()).isEqualTo(IndexOutOfBoundsException.class.getName()));
    }

    @Test
    void shouldHideTheExecutorFromFunctions() {
        InstalledFunction nosy = install(TestFunctions.Nosy.class);
        Slot slot = executor.worker().slot(0);

        slot.submit(nosy, 0);

        assertThatExceptionOfType(RemoteFunctionException.class)
                .isThrownBy(() -> slot.await(TIMEOUT.toNanos()))
                .satisfies(thrown -> assertThat(thrown.remoteType()).isEqualTo("java.lang.ClassNotFoundException"));
    }

    @Test
    void shouldTimeOutAndStillTakeTheAnswerLater() {
        InstalledFunction sleeping = install(TestFunctions.Sleeping.class);
        Slot slot = executor.worker().slot(0);
        slot.input().set(ValueLayout.JAVA_LONG, 0, 2000);
        slot.submit(sleeping, Long.BYTES);

        assertThatExceptionOfType(InvocationTimeoutException.class).isThrownBy(() -> slot.await(1_000_000));

        assertThat(slot.isInFlight()).isTrue();
        assertThat(slot.await(TIMEOUT.toNanos())).isZero();
    }

    @Test
    void shouldNotOverwriteTheInputOfAnInvocationInFlight() {
        InstalledFunction sleeping = install(TestFunctions.Sleeping.class);
        Slot slot = executor.worker().slot(0);
        slot.input().set(ValueLayout.JAVA_LONG, 0, 50);
        slot.submit(sleeping, Long.BYTES);

        MemorySegment other = MemorySegment.ofArray(new long[] {7});
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> executor.worker().invoke(sleeping, other, MemorySegment.NULL, TIMEOUT));

        assertThat(slot.input().get(ValueLayout.JAVA_LONG, 0)).isEqualTo(50);
        slot.await(TIMEOUT.toNanos());
    }

    @Test
    void shouldRefuseASecondSubmitWhileInFlight() {
        InstalledFunction sleeping = install(TestFunctions.Sleeping.class);
        Slot slot = executor.worker().slot(0);
        slot.input().set(ValueLayout.JAVA_LONG, 0, 50);
        slot.submit(sleeping, Long.BYTES);

        assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> slot.submit(sleeping, Long.BYTES));

        slot.await(TIMEOUT.toNanos());
    }
}
