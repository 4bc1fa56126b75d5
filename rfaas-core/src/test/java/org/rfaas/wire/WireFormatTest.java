package org.rfaas.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.rfaas.fabric.FabricCapabilities;
import org.rfaas.fabric.RegionDescriptor;
import org.rfaas.function.FunctionKey;
import org.rfaas.lease.AccessToken;

class WireFormatTest {
    private static final AccessToken TOKEN = AccessToken.of("0123456789abcdef".getBytes(StandardCharsets.US_ASCII));

    @Test
    void shouldPutHeaderAndPayloadNextToEachOtherInEverySlot() {
        SlotLayout layout = new SlotLayout(7, 1000);
        for (int slot = 0; slot < layout.slots(); slot++) {
            assertThat(layout.headerOffset(slot) + SlotLayout.HEADER_BYTES).isEqualTo(layout.payloadOffset(slot));
            assertThat(layout.payloadOffset(slot) % 64).isZero();
            assertThat(layout.payloadOffset(slot) + layout.slotBytes()).isLessThanOrEqualTo(layout.regionBytes());
        }
        assertThat(layout.headerOffset(1)).isGreaterThanOrEqualTo(layout.payloadOffset(0) + layout.slotBytes());
    }

    @Test
    void shouldRefuseLayoutsThatCannotWork() {
        assertThatIllegalArgumentException().isThrownBy(() -> new SlotLayout(0, 1024));
        assertThatIllegalArgumentException().isThrownBy(() -> new SlotLayout(257, 1024));
        assertThatIllegalArgumentException().isThrownBy(() -> new SlotLayout(1, 8));
        assertThatIllegalArgumentException().isThrownBy(() -> new SlotLayout(1, Integer.MAX_VALUE));
    }

    @Test
    void shouldFitAHelloIntoThePrivateDataOfEveryFabric() {
        WorkerHello hello = new WorkerHello(TOKEN, 3, new RegionDescriptor(-1, 4096, 77));
        byte[] padded = Arrays.copyOf(hello.encode(), 56);

        WorkerHello back = WorkerHello.decode(padded);

        assertThat(hello.encode()).hasSizeLessThanOrEqualTo(FabricCapabilities.GUARANTEED_PRIVATE_DATA_BYTES);
        assertThat(back.token()).isEqualTo(TOKEN);
        assertThat(back.worker()).isEqualTo(3);
        assertThat(back.slots()).isEqualTo(hello.slots());
    }

    @Test
    void shouldRefuseAHelloThatIsShortOrOfAnotherVersion() {
        byte[] encoded = new WorkerHello(TOKEN, 0, new RegionDescriptor(0, 1, 0)).encode();
        byte[] newer = encoded.clone();
        newer[0]++;

        assertThatIllegalArgumentException().isThrownBy(() -> WorkerHello.decode(Arrays.copyOf(encoded, 39)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> WorkerHello.decode(newer))
                .withMessageContaining("version 3");
    }

    @Test
    void shouldCutFailureTextsToWhatFits() {
        FailureText text = new FailureText("java.lang.Error", "grüße", "at a.b.C.d(C.java:1)\n".repeat(100));
        try (Arena arena = Arena.ofConfined()) {
            for (int capacity = 0; capacity < 600; capacity++) {
                MemorySegment memory = arena.allocate(Math.max(capacity, 1)).asSlice(0, capacity);
                int bytes = text.encode(memory);

                FailureText back = FailureText.decode(memory, bytes);

                assertThat(bytes).isLessThanOrEqualTo(capacity);
                assertThat(text.type()).startsWith(back.type());
                assertThat(text.trace()).startsWith(back.trace());
            }
            MemorySegment ample = arena.allocate(10_000);
            assertThat(FailureText.decode(ample, text.encode(ample))).isEqualTo(text);
        }
    }

    @Test
    void shouldReadRequestsToInstallAsTheyWereWritten() {
        FunctionKey key = FunctionKey.of(new byte[] {1, 2, 3});
        for (InstallRequest request : List.of(
                InstallRequest.withoutCode(key, "grüße", InstallRequest.NO_DEADLINE),
                InstallRequest.withCode(key, "", 1, new byte[] {1, 2, 3}),
                InstallRequest.withCode(key, "entry", 1, new byte[] {1, 2, 3}),
                InstallRequest.fromBuffer(key, "entry", 7, 5, 1 << 20))) {
            InstallRequest back = InstallRequest.read(written(request));

            assertThat(back.key()).isEqualTo(key);
            assertThat(back.bufferId()).isEqualTo(request.bufferId());
            assertThat(back.codeBytes()).isEqualTo(request.codeBytes());
            assertThat(back.deadlineNs()).isEqualTo(request.deadlineNs());
            assertThat(back.code().mismatch(request.code())).isEqualTo(-1);
            assertThat(back.entry()).isEqualTo(request.entry());
        }
    }

    @Test
    void shouldRefuseRequestsToInstallThatAreShortOrReachBeyondTheirEnd() {
        MemorySegment whole =
                written(InstallRequest.withCode(FunctionKey.of(new byte[0]), "", 1, new byte[] {1, 2, 3}));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> InstallRequest.read(whole.asSlice(0, 47)))
                .withMessageContaining("47 bytes");
        assertThatExceptionOfType(IndexOutOfBoundsException.class)
                .isThrownBy(() -> InstallRequest.read(whole.asSlice(0, whole.byteSize() - 1)));
        whole.set(LittleEndian.INT, FunctionKey.BYTES + Integer.BYTES, -1);
        assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> InstallRequest.read(whole));
        whole.set(LittleEndian.LONG, FunctionKey.BYTES + 2 * Integer.BYTES, 0);
        whole.set(LittleEndian.INT, FunctionKey.BYTES + Integer.BYTES, 3);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> InstallRequest.read(whole))
                .withMessageContaining("a deadline of 0 ns");
    }

    private static MemorySegment written(InstallRequest request) {
        MemorySegment memory = MemorySegment.ofArray(new byte[(int) request.bytes()]);
        request.write(memory);
        return memory;
    }

    @Test
    void shouldReadAnAllocatedBufferAsItWasWritten() {
        AllocatedBuffer buffer = new AllocatedBuffer(3, new RegionDescriptor(-1, 4096, 77));
        MemorySegment memory = MemorySegment.ofArray(new byte[SlotLayout.MIN_SLOT_BYTES]);
        buffer.write(memory);
        assertThat(AllocatedBuffer.read(memory)).isEqualTo(buffer);
        memory.fill((byte) 0);
        assertThatIllegalArgumentException().isThrownBy(() -> AllocatedBuffer.read(memory));
    }

    @Test
    void shouldReadAnyGarbageAsSomeFailureText() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int round = 0; round < 10_000; round++) {
            byte[] garbage = new byte[random.nextInt(64)];
            random.nextBytes(garbage);
            MemorySegment memory = MemorySegment.ofArray(garbage);

            assertThat(FailureText.decode(memory, garbage.length))
                    .as("seed %d", seed)
                    .isNotNull();
        }
    }
}
