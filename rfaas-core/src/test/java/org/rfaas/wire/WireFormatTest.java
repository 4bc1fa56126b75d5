package org.rfaas.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.rfaas.fabric.FabricCapabilities;
import org.rfaas.fabric.RegionDescriptor;
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
