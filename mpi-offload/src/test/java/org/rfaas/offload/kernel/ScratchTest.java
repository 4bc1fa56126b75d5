package org.rfaas.offload.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.Test;

final class ScratchTest {
    private final Scratch scratch = new Scratch();

    @Test
    void shouldKeepTheWindowsOfAnInvocationApart() {
        for (int invocation = 0; invocation < 3; invocation++) {
            scratch.clear();
            MemorySegment first = scratch.take(100).fill((byte) 1);
            MemorySegment second = scratch.take(70_000).fill((byte) 2);
            MemorySegment third = scratch.take(8).fill((byte) 3);
            assertThat(first.mismatch(MemorySegment.ofArray(new byte[100]).fill((byte) 1)))
                    .isEqualTo(-1);
            assertThat(second.mismatch(MemorySegment.ofArray(new byte[70_000]).fill((byte) 2)))
                    .isEqualTo(-1);
            assertThat(third.address() % 64).isZero();
        }
    }

    @Test
    void shouldUseTheSameMemoryAgain() {
        scratch.take(1 << 20);
        scratch.clear();
        long address = scratch.take(1 << 19).address();
        scratch.clear();
        assertThat(scratch.take(1 << 20).address()).isEqualTo(address);
    }

    @Test
    void shouldRefuseMoreThanItsLimit() {
        scratch.take(LoopFrame.MAX_SPREAD_BYTES - 10);
        assertThatThrownBy(() -> scratch.take(11))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("at most " + LoopFrame.MAX_SPREAD_BYTES);
    }
}
