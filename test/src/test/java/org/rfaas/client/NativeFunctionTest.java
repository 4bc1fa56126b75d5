package org.rfaas.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.rfaas.bench.BareExecutor;
import org.rfaas.fabric.Fabric;
import org.rfaas.function.CodeProblem;
import org.rfaas.function.FunctionBundle;
import org.rfaas.function.FunctionCode;
import org.rfaas.function.FunctionCodeException;
import org.rfaas.function.NativeLibrary;
import org.rfaas.hosts.Allocation;
import org.rfaas.wire.SlotLayout;

/** The example libraries on a real executor process. */
class NativeFunctionTest {
    private static final Duration TIMEOUT = Duration.ofMinutes(1);
    private static final long TIMEOUT_NS = TIMEOUT.toNanos();

    private static NativeLibrary functions;
    private static Fabric fabric;
    private static BareExecutor executor;

    @BeforeAll
    static void startExecutor() {
        functions = ExampleLibraries.load("functions");
        fabric = TestFabric.open();
        executor = BareExecutor.start(fabric, 2, new SlotLayout(2, 4096), Long.MAX_VALUE);
    }

    @AfterAll
    static void stopExecutor() {
        executor.close();
        fabric.close();
    }

    private static byte[] invoke(FunctionCode function, byte[] input) {
        byte[] output = new byte[4096];
        int bytes = executor.worker()
                .invoke(
                        executor.worker().install(function),
                        MemorySegment.ofArray(input),
                        MemorySegment.ofArray(output),
                        TIMEOUT);
        return Arrays.copyOf(output, bytes);
    }

    @Test
    void shouldRunCOnWhatTheClientWrote() {
        byte[] text = "straight over the slots".getBytes(StandardCharsets.UTF_8);

        assertThat(invoke(functions.function("echo"), text)).isEqualTo(text);
    }

    @Test
    void shouldRunSeveralFunctionsOfOneLibrary() {
        double[] input = {2, 1, 2, 3, 10, 20, 30}; // a, x, y

        byte[] output =
                invoke(functions.function("daxpy"), MemorySegment.ofArray(input).toArray(ValueLayout.JAVA_BYTE));

        double[] result = new double[3];
        MemorySegment.ofArray(result).copyFrom(MemorySegment.ofArray(output));
        assertThat(result).containsExactly(12, 24, 36);
    }

    @Test
    void shouldRunCPlusPlusFromASecondLibraryOfTheLease() {
        NativeLibrary letters = ExampleLibraries.load("letters");

        byte[] output = invoke(letters.function("letters"), "Jeffe fee".getBytes(StandardCharsets.UTF_8));

        assertThat(new String(output, StandardCharsets.UTF_8)).isEqualTo("e 4\nf 3\nj 1\n");
    }

    @Test
    void shouldShipALibraryOnceForAllItsFunctionsAndWorkers() {
        InstalledFunction onFirst = executor.connection().workers().get(0).install(functions.function("echo"));
        InstalledFunction onSecond = executor.connection().workers().get(1).install(functions.function("echo"));

        assertThat(onSecond).isEqualTo(onFirst);
    }

    @Test
    void shouldNameTheFunctionsOfALibraryThatDoesNotHaveTheOneWanted() {
        assertThatExceptionOfType(FunctionCodeException.class)
                .isThrownBy(() -> functions.function("saxpy"))
                .withMessageContaining("'saxpy'")
                .withMessageContaining("it has daxpy, echo")
                .satisfies(thrown -> assertThat(thrown.problem()).isEqualTo(CodeProblem.UNKNOWN_SYMBOL));
    }

    @Test
    void shouldRefuseALibraryForAnotherProcessor() {
        byte[] foreign = functions.encoded();
        foreign[18] = (byte) 243; // e_machine: RISC-V

        assertThatExceptionOfType(FunctionRefusedException.class)
                .isThrownBy(() -> invoke(NativeLibrary.of(foreign).function("echo"), new byte[0]))
                .withMessageContaining("is for riscv64")
                .satisfies(thrown -> assertThat(thrown.problem()).isEqualTo(CodeProblem.WRONG_ARCHITECTURE));
    }

    @Test
    void shouldAllocateNothingPerHotInvocation() {
        Slot slot = executor.worker().slot(0);
        InstalledFunction echo = executor.worker().install(functions.function("echo"));
        InstalledFunction allocated =
                executor.worker().install(FunctionBundle.of(AllocationFreeTest.AllocatedBytes.class));
        for (int i = 0; i < Allocation.ROUNDS; i++) {
            invoke(slot, echo); // compiles both sides
        }

        assertThat(Allocation.bytesARound(Allocation.ROUNDS, () -> invoke(slot, echo)))
                .as("bytes a round here")
                .isZero();
        assertThat(Allocation.bytesARound(() -> ask(slot, allocated), Allocation.ROUNDS, () -> invoke(slot, echo)))
                .as("bytes a round at the worker")
                .isZero();
    }

    private static void invoke(Slot slot, InstalledFunction function) {
        slot.submit(function, 64);
        slot.await(TIMEOUT_NS);
    }

    private static long ask(Slot slot, InstalledFunction function) {
        slot.submit(function, 0);
        slot.await(TIMEOUT_NS);
        return slot.output().get(ValueLayout.JAVA_LONG, 0);
    }
}
