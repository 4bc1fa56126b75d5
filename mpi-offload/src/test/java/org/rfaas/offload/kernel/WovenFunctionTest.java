package org.rfaas.offload.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.rfaas.function.FunctionBundle;
import org.rfaas.function.Invocation;
import org.rfaas.offload.worker.FakeInvocation;
import org.rfaas.offload.woven.LineBody;
import org.rfaas.offload.woven.RemoteBody;

class WovenFunctionTest {
    private static final int ANSWER_BYTES = LoopFrame.ANSWER_HEADER_BYTES + 4 * Double.BYTES;

    private static final int RESIDENT = 5;

    private final Arena arena = Arena.ofConfined();
    private final MemorySegment input = arena.allocate(1024, 64);
    private final MemorySegment output = arena.allocate(1024, 64);
    private final MemorySegment resident = arena.allocate(80, 64);
    private final WovenFunction function = new WovenFunction();

    @AfterEach
    void free() {
        arena.close();
    }

    @Test
    void shouldRunAKernelWithGlobalIndicesOverResidentAndSlotMemory() throws Exception {
        for (int i = 0; i < 10; i++) {
            resident.setAtIndex(ValueLayout.JAVA_DOUBLE, i, 100 + i);
        }
        int bytes = invoke(frame());

        assertThat(bytes).isEqualTo(ANSWER_BYTES);
        assertThat(LoopFrame.executionNs(output, bytes)).isPositive();
        for (int i = 0; i < 4; i++) {
            assertThat(output.getAtIndex(ValueLayout.JAVA_DOUBLE, LoopFrame.ANSWER_HEADER_BYTES / 8 + i))
                    .isEqualTo(2.0 * (103 + i) + 1);
        }
    }

    @Test
    void shouldChangeAnArrayInTheRequestAndReturnThatPart() throws Exception {
        FrameWriter writer = new FrameWriter(LineBody.class.getName(), 4);
        long payload = writer.payloadOffset();
        long before = 64;
        writer.start(input, 3, 7, 0, LoopFrame.ANSWER_HEADER_BYTES);
        writer.addResident(ArrayForm.elements(Double.BYTES), RESIDENT, 3, 4, 3 * Double.BYTES, 1);
        writer.addChanged(ArrayForm.elements(Double.BYTES), 3, 4, payload + before, 0, 0, 1);
        writer.addScalar(Double.doubleToRawLongBits(2));
        writer.addScalar(-1L);
        resident.setAtIndex(ValueLayout.JAVA_DOUBLE, 3, 103);
        int bytes = (int) (payload + before + 4 * Double.BYTES);
        FakeInvocation invocation = new FakeInvocation(input, bytes, output, Map.of(RESIDENT, resident));
        MemorySegment client = arena.allocate(1024, 64);

        assertThat(function.invoke(invocation)).isEqualTo(LoopFrame.ANSWER_HEADER_BYTES);
        invocation.copyReturned(client);

        assertThat(client.get(ValueLayout.JAVA_DOUBLE, payload + before)).isEqualTo(2.0 * 103 + 1);
        assertThat(client.asSlice(payload + before, 4 * Double.BYTES)
                        .mismatch(input.asSlice(payload + before, 4 * Double.BYTES)))
                .isEqualTo(-1);
        assertThat(client.asSlice(0, payload + before).mismatch(arena.allocate(payload + before)))
                .as("nothing else is returned")
                .isEqualTo(-1);
    }

    @Test
    void shouldRefuseWhatIsNoFrame() {
        assertThatIllegalArgumentException().isThrownBy(() -> invoke(0)).withMessage("not a loop frame");
        int bytes = frame();
        LoopFrame.writeInt(input, LoopFrame.REQUEST_MAGIC, 7);
        assertThatIllegalArgumentException().isThrownBy(() -> invoke(bytes)).withMessage("not a loop frame");
    }

    @Test
    void shouldRefuseAnArrayOutsideOfItsBuffer() {
        int bytes = frame();
        LoopFrame.writeLong(input, LoopFrame.HEADER_BYTES + LoopFrame.OFFSET, 56);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> invoke(bytes))
                .withMessageContaining(
                        "an array of 32 bytes at offset 56 is not inside of resident buffer 5 of 80 bytes");
    }

    @Test
    void shouldRefuseAnAnswerLongerThanTheSlot() {
        int bytes = frame();
        LoopFrame.writeInt(input, LoopFrame.ANSWER_BYTES, 1025);
        assertThatIllegalArgumentException().isThrownBy(() -> invoke(bytes)).withMessageContaining("an answer of 1025");
    }

    @Test
    void shouldRefuseAClassThatIsNoKernel() {
        byte[] name = "java.lang.String".getBytes(java.nio.charset.StandardCharsets.UTF_8);
        LoopFrame.writeInt(input, LoopFrame.REQUEST_MAGIC, LoopFrame.MAGIC);
        LoopFrame.writeInt(input, LoopFrame.NAME_BYTES, name.length);
        LoopFrame.writeInt(input, LoopFrame.ANSWER_BYTES, LoopFrame.ANSWER_HEADER_BYTES);
        MemorySegment.copy(MemorySegment.ofArray(name), 0, input, LoopFrame.HEADER_BYTES, name.length);
        assertThatThrownBy(() -> invoke(LoopFrame.HEADER_BYTES + name.length)).isInstanceOf(ClassCastException.class);
    }

    /** Whatever stands in a frame: an answer or an exception, but memory outside of the slots stays as it is. */
    @Test
    void shouldSurviveRandomlyDamagedFrames() throws Exception {
        long first = System.nanoTime();
        int refused = 0;
        MemorySegment guard = arena.allocate(3 * 4096, 64);
        MemorySegment slotOutput = guard.asSlice(4096, 1024);
        for (long seed = first; seed < first + 5000; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            int bytes = frame();
            for (int damage = random.nextInt(1, 4); damage > 0; damage--) {
                // not the loop's bounds, for the kernel may then run for long, nor the name
                long at = 12 + 4L * random.nextInt((LoopFrame.HEADER_BYTES + 4 * LoopFrame.ARGUMENT_BYTES - 12) / 4);
                int value = random.nextBoolean() ? random.nextInt() : random.nextInt(-2, 100);
                LoopFrame.writeInt(input, at, value);
            }
            guard.fill((byte) 0x55);
            try {
                function.invoke(invocation(bytes, slotOutput));
            } catch (IllegalArgumentException
                    | IndexOutOfBoundsException
                    | ArithmeticException
                    | ClassNotFoundException e) {
                // refused, as it should be; compiled code may throw these without a message
                refused++;
            }
            for (long i = 0; i < 4096; i += 8) {
                assertThat(guard.get(ValueLayout.JAVA_LONG, i))
                        .as("seed %d", seed)
                        .isEqualTo(0x5555555555555555L);
                assertThat(guard.get(ValueLayout.JAVA_LONG, 4096 + 1024 + i))
                        .as("seed %d", seed)
                        .isEqualTo(0x5555555555555555L);
            }
        }
        assertThat(refused).isPositive();
    }

    @Test
    void shouldShipNothingButWhatRunsAKernel() {
        FunctionBundle bundle = FunctionBundle.of(WovenFunction.class);
        assertThat(bundle.classes().keySet())
                .allMatch(name ->
                        name.startsWith("org.rfaas.offload.kernel.") || name.equals(RemoteBody.class.getName()));
        assertThat(bundle.encoded().length).isLessThan(45_000);
    }

    /** Iterations 3 to 6 of axpy; x is resident from index 0 on. */
    private int frame() {
        input.fill((byte) 0);
        FrameWriter writer = new FrameWriter(LineBody.class.getName(), 4);
        writer.start(input, 3, 7, 0, ANSWER_BYTES);
        writer.addResident(ArrayForm.elements(Double.BYTES), RESIDENT, 3, 4, 3 * Double.BYTES, 1);
        writer.addAnswer(ArrayForm.elements(Double.BYTES), 3, 4, LoopFrame.ANSWER_HEADER_BYTES, 0, 0, 1);
        writer.addScalar(Double.doubleToRawLongBits(2));
        writer.addScalar(-1L);
        return (int) writer.payloadOffset();
    }

    private int invoke(int inputBytes) throws Exception {
        return function.invoke(invocation(inputBytes, output));
    }

    private Invocation invocation(int inputBytes, MemorySegment out) {
        return new FakeInvocation(input, inputBytes, out, Map.of(RESIDENT, resident));
    }
}
